import { join } from 'node:path';

/** Group of all clusters, and folder of their run-time files. */
export const root = 'autoscaling-testbed';

/** Folder with the sockets and namespaces of every running cluster of this machine. */
export const runRoot = `/run/${root}`;

/** Where everything of one cluster lies. */
export interface Layout {
  readonly name: string;
  /** Folder of what outlives a reboot. */
  readonly state: string;
  /** Folder of sockets and namespaces: short, because a socket's path may have 107 characters. */
  readonly run: string;
  /** Cgroup of all processes of the cluster, relative to a hierarchy's root. */
  readonly group: string;
}

export const layoutOf = (name: string, stackDir: string): Layout => ({
  name,
  state: join(stackDir, 'cluster'),
  run: join(runRoot, name),
  group: `${root}/${name}`,
});

export const files = {
  record: (layout: Layout) => join(layout.state, 'cluster.json'),
  /** Names the state folder that a running cluster belongs to, and its block. */
  claim: (layout: Layout) => join(layout.run, 'claim.json'),
  supervisor: (layout: Layout) => join(layout.run, 'supervisor.json'),
  services: (layout: Layout) => join(layout.state, 'service'),
  logs: (layout: Layout) => join(layout.state, 'log'),
  etcd: (layout: Layout) => join(layout.state, 'etcd'),
  pki: (layout: Layout) => join(layout.state, 'pki'),
  config: (layout: Layout) => join(layout.state, 'config'),
  /** What the node agent starts from. */
  agent: (layout: Layout) => join(layout.state, 'config', 'node-agent.json'),
  /** What the node agent has done, one JSON object a line. */
  journal: (layout: Layout) => join(layout.state, 'agent', 'journal.jsonl'),
  /** What the node agent remembers between two nodes. */
  counts: (layout: Layout) => join(layout.state, 'agent', 'counts.json'),
  nodes: (layout: Layout) => join(layout.state, 'nodes'),
} as const;

/** Where everything of one node lies. `lib`, `log` and `run` are what its processes see as /var/lib, /var/log and /run. */
export interface NodeLayout {
  readonly state: string;
  /** What the node agent has decided of it. */
  readonly claim: string;
  readonly lib: string;
  readonly log: string;
  readonly config: string;
  readonly run: string;
  /** Folder of the services that the node's own supervisor runs. */
  readonly services: string;
  /** containerd's socket, seen from the host. */
  readonly socket: string;
  readonly group: string;
  /** Group of containerd, kubelet and kube-proxy: outside the node's limits, so that pods get all of them. */
  readonly systemGroup: string;
  /** Group that holds the pods to the node's size. */
  readonly podsGroup: string;
}

export function nodeLayout(layout: Layout, index: number): NodeLayout {
  const id = `n${index}`;
  const state = join(layout.state, 'nodes', id);
  const run = join(layout.run, id);
  return {
    state,
    claim: join(state, 'claim.json'),
    lib: join(state, 'lib'),
    log: join(state, 'log'),
    config: join(state, 'config'),
    run,
    services: join(state, 'service'),
    socket: join(run, 'containerd/containerd.sock'),
    group: `${layout.group}/${id}`,
    systemGroup: `${layout.group}/${id}/system`,
    podsGroup: `${layout.group}/${id}/pods`,
  };
}

/** Group of the control plane and of the supervisor. */
export const controlGroup = (layout: Layout): string => `${layout.group}/control`;

/** The kubeconfig file of a part of the control plane, or of a node's kubelet (`n1-kubelet`). */
export const kubeconfigFile = (layout: Layout, who: string): string => join(files.config(layout), `${who}.kubeconfig`);
