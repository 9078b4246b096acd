import { addressesOf } from '../../../../embedded/plan/addresses';
import { nodeFiles } from '../../../../embedded/plan/nodeFiles';
import type { NodeRecord } from '../../../../embedded/record';
import { layoutIn, record } from '../scratch';

const [app, load] = record.nodes as [NodeRecord, NodeRecord];
const filesOf = (node: NodeRecord): ReturnType<typeof nodeFiles> =>
  nodeFiles({
    layout: layoutIn('/demo'),
    node,
    addresses: addressesOf(70),
    machine: { cores: 8, memory: 16_384 * 1024 ** 2 },
    pauseImage: 'testbed.local/pause:1',
    cniPluginsDir: '/parts/cni',
  });

/** The object in one of a node's files. */
function json(service: keyof ReturnType<typeof nodeFiles>, path: string, node = load): unknown {
  const text = filesOf(node)[service][path];
  if (text === undefined) throw new Error(`there is no ${path}`);
  return JSON.parse(text);
}

describe("a kubelet's configuration", () => {
  const path = '/demo/state/nodes/n3/config/kubelet.json';

  it("makes the node's size allocatable, and holds its pods to their group", () => {
    expect(json('kubelet', path)).toMatchObject({
      cgroupRoot: '/autoscaling-testbed/demo/n3/pods',
      enforceNodeAllocatable: ['pods'],
      // 8 - 0.5 cores; 16384 - 512 - 100 = 15772 MiB
      systemReserved: { cpu: '7500m', memory: '16150528Ki' },
      evictionHard: { 'memory.available': '104857600' },
    });
  });

  it('lets nobody in without a certificate, and on the node only', () => {
    expect(json('kubelet', path)).toMatchObject({
      authentication: { anonymous: { enabled: false }, x509: { clientCAFile: '/demo/state/pki/ca.crt' } },
      authorization: { mode: 'Webhook' },
      address: '10.70.0.13',
      healthzBindAddress: '127.0.0.1',
      tlsCertFile: '/demo/state/pki/n3-server.crt',
      tlsPrivateKeyFile: '/demo/state/pki/n3-server.key',
    });
  });

  it("registers the node's taints, and tells pods the cluster's DNS and nothing of this machine's", () => {
    expect(json('kubelet', path)).toMatchObject({
      registerWithTaints: [{ key: 'testbed/role', value: 'load', effect: 'NoSchedule' }],
      clusterDNS: ['10.70.16.10'],
      resolvConf: '',
    });
    expect(json('kubelet', '/demo/state/nodes/n1/config/kubelet.json', app)).toMatchObject({ registerWithTaints: [] });
  });
});

it("kube-proxy is told the node's name and the pods' range, and leaves this machine's settings alone", () => {
  expect(json('proxy', '/demo/state/nodes/n3/config/kube-proxy.json')).toMatchObject({
    hostnameOverride: 'load',
    clusterCIDR: '10.70.128.0/17',
    clientConnection: { kubeconfig: '/demo/state/config/proxy.kubeconfig' },
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
    metricsBindAddress: '127.0.0.1:10249',
  });
});

it('pods get addresses of their node', () => {
  expect(json('containerd', '/demo/run/n3/cni/10-testbed.conflist')).toMatchObject({
    plugins: [{ type: 'bridge', ipam: { type: 'host-local', ranges: [[{ subnet: '10.70.130.0/24' }]] } }],
  });
});

it("containerd finds the pause image, the CNI plugins, and their configuration below the node's /run", () => {
  const text = filesOf(load).containerd['/demo/state/nodes/n3/config/containerd.toml'];
  expect(text?.split('\n')).toEqual(
    expect.arrayContaining([
      'version = 2',
      'sandbox_image = "testbed.local/pause:1"',
      'bin_dir = "/parts/cni"',
      'conf_dir = "/run/cni"',
    ]),
  );
});
