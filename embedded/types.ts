/** One node: a network namespace with containerd, kubelet and kube-proxy of its own, held to a true size by cgroups. */
export interface NodeSpec {
  /** Kubernetes node name, unique in the cluster: a DNS label of at most 40 characters. */
  readonly name: string;
  /** CPU quota in cores, for example 1.5. Allocatable matches it. */
  readonly cpu: number;
  /** Memory limit in bytes. Allocatable matches it. */
  readonly memory: number;
  /** Labels given at registration. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints given at registration. */
  readonly taints?: readonly { key: string; value?: string; effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' }[];
}

export interface ClusterSpec {
  /** Name of the cluster, one a stack: it names the state folder, the network namespaces, links and cgroups. */
  readonly name: string;
  readonly nodes: readonly NodeSpec[];
}

export interface ClusterInfo {
  readonly name: string;
  /** Admin kubeconfig with everything inlined. A secret. */
  readonly kubeconfig: string;
  /** `https://ADDRESS:PORT` of the API server. */
  readonly endpoint: string;
  /** Address of each node, by node name; reachable from the host, and so is each pod's. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Folder of the cluster's state. */
  readonly stateDir: string;
}

/**
 * `absent`: nothing of it is there. `running`: every process is up and the API server answers.
 * `broken`: something of it is there, but not all; `problems` says what.
 */
export interface ClusterStatus {
  readonly state: 'absent' | 'running' | 'broken';
  readonly problems: readonly string[];
}
