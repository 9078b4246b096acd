import { certificateFile, keyFile } from '../pki/store';
import type { NodeRecord } from '../record';
import { nodeAddress, podRange, type Addresses } from './addresses';
import { files, kubeconfigFile, nodeLayout, type Layout } from './layout';
import { evictionReserve, systemReserved, type Machine } from './size';

/** What a node's configuration is made from. */
export interface NodeContext {
  readonly layout: Layout;
  readonly node: NodeRecord;
  readonly addresses: Addresses;
  readonly machine: Machine;
  readonly pauseImage: string;
  readonly cniPluginsDir: string;
  /** Set where somebody else makes the Node object: the kubelet takes it on, and never makes one. */
  readonly claim?: { readonly providerId: string; readonly maxPods?: number | undefined };
}

/** Folder of the CNI configuration, as the node sees it: below its own /run. */
const cniConfigDir = '/run/cni';

/**
 * containerd, with the usual paths: /run and /var/lib are the node's own. Ports below 1024 and ping need no privilege, as with
 * newer versions by default.
 */
function containerd({ pauseImage, cniPluginsDir }: NodeContext): string {
  const unused = [
    'internal.v1.opt',
    'snapshotter.v1.aufs',
    'snapshotter.v1.btrfs',
    'snapshotter.v1.devmapper',
    'snapshotter.v1.zfs',
  ];
  return `version = 2
disabled_plugins = ${JSON.stringify(unused.map((name) => `io.containerd.${name}`))}
[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = ${JSON.stringify(pauseImage)}
restrict_oom_score_adj = true
netns_mounts_under_state_dir = true
enable_unprivileged_ports = true
enable_unprivileged_icmp = true
[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = ${JSON.stringify(cniPluginsDir)}
conf_dir = ${JSON.stringify(cniConfigDir)}
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
`;
}

function cni({ node, addresses }: NodeContext): unknown {
  return {
    cniVersion: '0.4.0',
    name: 'testbed',
    plugins: [
      {
        type: 'bridge',
        bridge: 'cni0',
        isGateway: true,
        hairpinMode: true,
        ipam: {
          type: 'host-local',
          dataDir: '/run/cni-addresses',
          ranges: [[{ subnet: podRange(addresses.block, node.index) }]],
          routes: [{ dst: '0.0.0.0/0' }],
        },
      },
    ],
  };
}

function kubelet({ layout, node, addresses, machine, claim }: NodeContext): unknown {
  const pki = files.pki(layout);
  const place = nodeLayout(layout, node.index);
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: certificateFile(pki, 'ca') },
    },
    authorization: { mode: 'Webhook' },
    address: nodeAddress(addresses.block, node.index),
    healthzBindAddress: '127.0.0.1',
    tlsCertFile: certificateFile(pki, `n${node.index}-server`),
    tlsPrivateKeyFile: keyFile(pki, `n${node.index}-server`),
    containerRuntimeEndpoint: 'unix:///run/containerd/containerd.sock',
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${place.podsGroup}`,
    failCgroupV1: false,
    failSwapOn: false,
    clusterDNS: [addresses.dns],
    clusterDomain: 'cluster.local',
    // Not this machine's: its search domains would change what a name in a pod means.
    resolvConf: '',
    // A kubelet that registers would make the Node once more that was deleted while it started.
    ...(claim
      ? { registerNode: false, ...(claim.maxPods === undefined ? {} : { maxPods: claim.maxPods }) }
      : { registerWithTaints: node.taints ?? [] }),
    systemReserved: systemReserved(node, machine),
    enforceNodeAllocatable: ['pods'],
    evictionHard: { 'memory.available': String(evictionReserve), 'nodefs.available': '1%', 'imagefs.available': '1%' },
    // Images are imported, not pulled: one that is thrown away would not come back.
    imageGCHighThresholdPercent: 100,
    // k6 writes its samples to its log.
    containerLogMaxSize: '512Mi',
    containerLogMaxFiles: 2,
    enableProfilingHandler: false,
    volumePluginDir: '/var/lib/kubelet/volume-plugins',
  };
}

function kubeProxy({ layout, node, addresses }: NodeContext): unknown {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    clientConnection: { kubeconfig: kubeconfigFile(layout, 'proxy') },
    hostnameOverride: node.name,
    mode: 'nftables',
    clusterCIDR: addresses.pods,
    detectLocalMode: 'ClusterCIDR',
    healthzBindAddress: '127.0.0.1:10256',
    metricsBindAddress: '127.0.0.1:10249',
    nodePortAddresses: ['primary'],
    // The machine's own settings stay as they are.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
  };
}

/** Configuration of each of a node's services: content by path. */
export function nodeFiles(
  context: NodeContext,
): Record<'containerd' | 'kubelet' | 'proxy', Readonly<Record<string, string>>> {
  const { config, run } = nodeLayout(context.layout, context.node.index);
  const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
  return {
    containerd: {
      [`${config}/containerd.toml`]: containerd(context),
      [`${run}/cni/10-testbed.conflist`]: json(cni(context)),
    },
    kubelet: { [`${config}/kubelet.json`]: json(kubelet(context)) },
    proxy: { [`${config}/kube-proxy.json`]: json(kubeProxy(context)) },
  };
}
