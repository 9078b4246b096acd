import { certificateFile, keyFile, publicKeyFile } from '../../pki/store';
import type { ClusterParts } from '../../types';
import type { Addresses } from '../addresses';
import { controlGroup, files, kubeconfigFile, type Layout } from '../layout';
import { flags, serviceDir, type Service, type Tools } from './service';

/** Port of the API server on the bridge. */
export const apiPort = 6443;

function etcd(layout: Layout, tools: Tools): Service {
  const pki = files.pki(layout);
  const client = 'https://127.0.0.1:2379';
  const peer = 'https://127.0.0.1:2380';
  return {
    name: 'etcd',
    dir: serviceDir(layout, 'etcd'),
    group: controlGroup(layout),
    env: { ETCD_UNSUPPORTED_ARCH: process.arch === 'arm64' ? 'arm64' : '' },
    command: [
      tools.etcd,
      ...flags({
        name: 'testbed',
        'data-dir': files.etcd(layout),
        'listen-client-urls': client,
        'advertise-client-urls': client,
        'listen-peer-urls': peer,
        'initial-advertise-peer-urls': peer,
        'initial-cluster': `testbed=${peer}`,
        'cert-file': certificateFile(pki, 'etcd'),
        'key-file': keyFile(pki, 'etcd'),
        'client-cert-auth': true,
        'trusted-ca-file': certificateFile(pki, 'etcd-ca'),
        'peer-cert-file': certificateFile(pki, 'etcd-peer'),
        'peer-key-file': keyFile(pki, 'etcd-peer'),
        'peer-client-cert-auth': true,
        'peer-trusted-ca-file': certificateFile(pki, 'etcd-ca'),
        logger: 'zap',
        'log-level': 'warn',
      }),
    ],
  };
}

function apiServer(layout: Layout, addresses: Addresses, tools: Tools): Service {
  const pki = files.pki(layout);
  const certificate = (file: string): string => certificateFile(pki, file);
  const key = (file: string): string => keyFile(pki, file);
  return {
    name: 'kube-apiserver',
    dir: serviceDir(layout, 'kube-apiserver'),
    group: controlGroup(layout),
    command: [
      tools['kube-apiserver'],
      ...flags({
        'bind-address': addresses.gateway,
        'advertise-address': addresses.gateway,
        'secure-port': apiPort,
        'service-cluster-ip-range': addresses.services,
        'etcd-servers': 'https://127.0.0.1:2379',
        'etcd-cafile': certificate('etcd-ca'),
        'etcd-certfile': certificate('apiserver-etcd-client'),
        'etcd-keyfile': key('apiserver-etcd-client'),
        'tls-cert-file': certificate('apiserver'),
        'tls-private-key-file': key('apiserver'),
        'client-ca-file': certificate('ca'),
        'anonymous-auth': false,
        'authorization-mode': 'Node,RBAC',
        'enable-admission-plugins': 'NodeRestriction',
        'allow-privileged': true,
        'service-account-issuer': 'https://kubernetes.default.svc.cluster.local',
        'service-account-key-file': publicKeyFile(pki),
        'service-account-signing-key-file': key('sa'),
        'kubelet-certificate-authority': certificate('ca'),
        'kubelet-client-certificate': certificate('apiserver-kubelet-client'),
        'kubelet-client-key': key('apiserver-kubelet-client'),
        'kubelet-preferred-address-types': 'InternalIP',
        'requestheader-client-ca-file': certificate('front-proxy-ca'),
        'requestheader-allowed-names': 'front-proxy-client',
        'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
        'requestheader-group-headers': 'X-Remote-Group',
        'requestheader-username-headers': 'X-Remote-User',
        'proxy-client-cert-file': certificate('front-proxy-client'),
        'proxy-client-key-file': key('front-proxy-client'),
        'enable-aggregator-routing': true,
        profiling: false,
      }),
    ],
  };
}

function controllerManager(layout: Layout, tools: Tools): Service {
  const pki = files.pki(layout);
  const kubeconfig = kubeconfigFile(layout, 'controller-manager');
  return {
    name: 'kube-controller-manager',
    dir: serviceDir(layout, 'kube-controller-manager'),
    group: controlGroup(layout),
    command: [
      tools['kube-controller-manager'],
      ...flags({
        kubeconfig,
        'authentication-kubeconfig': kubeconfig,
        'authorization-kubeconfig': kubeconfig,
        'bind-address': '127.0.0.1',
        'tls-cert-file': certificateFile(pki, 'controller-manager-server'),
        'tls-private-key-file': keyFile(pki, 'controller-manager-server'),
        'client-ca-file': certificateFile(pki, 'ca'),
        'requestheader-client-ca-file': certificateFile(pki, 'front-proxy-ca'),
        'root-ca-file': certificateFile(pki, 'ca'),
        'service-account-private-key-file': keyFile(pki, 'sa'),
        'use-service-account-credentials': true,
        // With the default of 20 a second, its first five seconds go into making the accounts of its controllers.
        'kube-api-qps': 200,
        'kube-api-burst': 400,
        'leader-elect': false,
        profiling: false,
      }),
    ],
  };
}

function scheduler(layout: Layout, tools: Tools): Service {
  const pki = files.pki(layout);
  const kubeconfig = kubeconfigFile(layout, 'scheduler');
  return {
    name: 'kube-scheduler',
    dir: serviceDir(layout, 'kube-scheduler'),
    group: controlGroup(layout),
    command: [
      tools['kube-scheduler'],
      ...flags({
        kubeconfig,
        'authentication-kubeconfig': kubeconfig,
        'authorization-kubeconfig': kubeconfig,
        'bind-address': '127.0.0.1',
        'tls-cert-file': certificateFile(pki, 'scheduler-server'),
        'tls-private-key-file': keyFile(pki, 'scheduler-server'),
        'client-ca-file': certificateFile(pki, 'ca'),
        'requestheader-client-ca-file': certificateFile(pki, 'front-proxy-ca'),
        'leader-elect': false,
        profiling: false,
      }),
    ],
  };
}

/** The control plane, in the order of its start. */
export const controlPlane = (layout: Layout, addresses: Addresses, { tools }: ClusterParts): Service[] => [
  etcd(layout, tools),
  apiServer(layout, addresses, tools),
  controllerManager(layout, tools),
  scheduler(layout, tools),
];
