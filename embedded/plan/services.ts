import { join } from 'node:path';

import { certificateFile, keyFile, publicKeyFile } from '../pki/store';
import type { ClusterParts } from '../types';
import { nodeAddress, type Addresses } from './addresses';
import { controlGroup, files, kubeconfigFile, nodeLayout, type Layout } from './layout';
import { nodeFiles, type NodeContext } from './nodeFiles';
import { quote } from './quote';

/** Port of the API server on the bridge. */
export const apiPort = 6443;

/** A supervised process. */
export interface Service {
  /** Unique in the cluster; names its log. */
  readonly name: string;
  /** The folder in which its supervisor finds it. */
  readonly dir: string;
  readonly group: string;
  /** Lines of shell that are run first, before the process joins its control group. */
  readonly before?: readonly string[];
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Its configuration, content by path; when that changes, it is restarted. */
  readonly files?: Readonly<Record<string, string>>;
}

/** Names of the control plane's services, in the order of their start. */
export const controlPlaneNames = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

/** Names of a node's services: its own supervisor, and what that one runs. */
export const nodeServiceNames = (
  index: number,
): { supervisor: string; containerd: string; kubelet: string; proxy: string } => ({
  supervisor: `n${index}`,
  containerd: `n${index}-containerd`,
  kubelet: `n${index}-kubelet`,
  proxy: `n${index}-kube-proxy`,
});

/** Folder of a service, by its name: a node's own services lie in the node's folder. */
export function serviceDir(layout: Layout, name: string): string {
  const [, index, own] = /^n(\d+)-(.+)$/.exec(name) ?? [];
  return index && own ? join(nodeLayout(layout, Number(index)).services, own) : join(files.services(layout), name);
}

const flags = (values: Readonly<Record<string, string | number | boolean>>): string[] =>
  Object.entries(values).map(([name, value]) => `--${name}=${value}`);

type Tools = ClusterParts['tools'];

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

export const controlPlane = (layout: Layout, addresses: Addresses, { tools }: ClusterParts): Service[] => [
  etcd(layout, tools),
  apiServer(layout, addresses, tools),
  controllerManager(layout, tools),
  scheduler(layout, tools),
];

/**
 * A node's supervisor: it lives in network and mount namespaces of its own, in which /run, /var/lib and /var/log are the node's, and
 * so do the services that it runs. When it dies, what is left of the node's processes goes before it starts again.
 */
function nodeSupervisor({ layout, node }: NodeContext, tools: Tools, groupDir: string): Service {
  const place = nodeLayout(layout, node.index);
  const name = nodeServiceNames(node.index).supervisor;
  const folders = [
    [place.lib, '/var/lib'],
    [place.log, '/var/log'],
    [place.run, '/run'],
  ] as const;
  const mounts = folders.map(([from, to]) => `mount --bind ${quote(from)} ${to}`);
  const inside = [...mounts, `exec ${quote(tools.runsvdir)} -P ${quote(place.services)}`].join(' && ');
  const processes = `find ${quote(groupDir)} -name cgroup.procs -exec cat {} + 2>/dev/null`;
  return {
    name,
    dir: serviceDir(layout, name),
    group: place.systemGroup,
    before: [`while pids=$(${processes}) && [ -n "$pids" ]; do kill -9 $pids || true; sleep 0.1; done`],
    command: ['unshare', '--mount', '--net', '--propagation', 'slave', 'sh', '-c', inside],
  };
}

/** What runs a node. `groupDir` is its control group's folder in any hierarchy, `path` where its services find their helpers. */
export function nodeServices(context: NodeContext, tools: Tools, groupDir: string, path: string): Service[] {
  const { layout, node, addresses } = context;
  const place = nodeLayout(layout, node.index);
  const names = nodeServiceNames(node.index);
  const configuration = nodeFiles(context);
  const service = (name: string): { name: string; dir: string; group: string; env: Record<string, string> } => ({
    name,
    dir: serviceDir(layout, name),
    group: place.systemGroup,
    env: { PATH: path },
  });
  const labels = Object.entries(node.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return [
    nodeSupervisor(context, tools, groupDir),
    {
      ...service(names.containerd),
      files: configuration.containerd,
      command: [tools.containerd, '--config', join(place.config, 'containerd.toml')],
    },
    {
      ...service(names.kubelet),
      files: configuration.kubelet,
      command: [
        tools.kubelet,
        ...flags({
          config: join(place.config, 'kubelet.json'),
          kubeconfig: kubeconfigFile(layout, names.kubelet),
          'hostname-override': node.name,
          'node-ip': nodeAddress(addresses.block, node.index),
          'root-dir': '/var/lib/kubelet',
          'cert-dir': '/var/lib/kubelet/pki',
          'housekeeping-interval': '5s',
        }),
        ...(labels.length > 0 ? [`--node-labels=${labels.join(',')}`] : []),
      ],
    },
    {
      ...service(names.proxy),
      files: configuration.proxy,
      command: [tools['kube-proxy'], '--config', join(place.config, 'kube-proxy.json')],
    },
  ];
}
