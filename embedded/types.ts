import type { AgentSpec } from './agent/settings';
import type { ImageArchive, Report, ToolName } from '../toolchain/types';

/** One node: a network namespace with containerd, kubelet and kube-proxy of its own, held to a true size by cgroups. */
export interface NodeSpec {
  /** Kubernetes node name, unique in the cluster: a DNS label of at most 40 characters. */
  readonly name: string;
  /** CPU quota of the node's pods in cores, for example 1.5. Allocatable matches it. */
  readonly cpu: number;
  /** Memory limit of the node's pods in bytes. Allocatable matches it. */
  readonly memory: number;
  /** Labels given at registration. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints given at registration. */
  readonly taints?: readonly Taint[];
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

export interface ClusterSpec {
  /** Name of the cluster, one a stack: it names the state folder and the cgroup. At most 50 characters. */
  readonly name: string;
  readonly nodes: readonly NodeSpec[];
  /** Has nodes come and go with the Node objects of a node autoscaler; at most 60 static nodes then. @default no node agent */
  readonly agent?: AgentSpec | undefined;
}

export interface ClusterInfo {
  readonly name: string;
  /** Admin kubeconfig with everything inlined. A secret. */
  readonly kubeconfig: string;
  /** `https://ADDRESS:PORT` of the API server. */
  readonly endpoint: string;
  /** Address of each node, by node name; reachable from the host, and so is each pod's and each Service's. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Folder of the cluster's state. */
  readonly stateDir: string;
}

/**
 * `absent`: nothing of it is there. `running`: every process is up, the API server answers and every node is Ready.
 * `broken`: something of it is there, but not all; `problems` says what.
 */
export interface ClusterStatus {
  readonly state: 'absent' | 'running' | 'broken';
  readonly problems: readonly string[];
}

/** What a cluster is made from: executables and images. */
export interface ClusterParts {
  /** Path of each executable. */
  readonly tools: Readonly<Record<Exclude<ToolName, 'pulumi' | 'kubectl' | 'kind'>, string>>;
  /** Folder of the CNI plugins `bridge`, `host-local` and `loopback`. */
  readonly cniPluginsDir: string;
  /** Images without which no pod and no name resolution works. */
  readonly images: { readonly pause: ImageArchive; readonly coredns: ImageArchive };
}

/** Moments of a start, in the order in which they normally come. */
export type Phase = 'prepared' | 'processes started' | 'API server ready' | 'nodes ready' | 'DNS answers';

export interface UpOptions {
  readonly report: Report;
  readonly signal?: AbortSignal | undefined;
  /** Default: made by the toolchain, which builds what is missing. */
  readonly parts?: ClusterParts;
  /** Called when a phase of a start is over. */
  readonly onPhase?: (phase: Phase) => void;
}
