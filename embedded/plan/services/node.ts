import { join } from 'node:path';
import { nodeAddress } from '../addresses';
import { kubeconfigFile, nodeLayout } from '../layout';
import { nodeFiles, type NodeContext } from '../nodeFiles';
import { quote } from '../quote';
import { flags, nodeServiceNames, serviceDir, type Service, type Tools } from './service';

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
        ...(context.claim ? [`--provider-id=${context.claim.providerId}`] : []),
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
