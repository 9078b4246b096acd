import type { Fate } from './draw';

/** A Node object that wants a machine, as the API server has it. */
export interface Wanted {
  readonly name: string;
  /** Of the object: another one of the same name is another node. */
  readonly uid: string;
  readonly providerId: string;
  /** Value of its label `karpenter.sh/nodepool`; empty when it has none. */
  readonly pool: string;
  /** When it was made, in milliseconds since 1970. */
  readonly created: number;
  /** Somebody has deleted it, and a finalizer keeps it. */
  readonly deleting: boolean;
  /** The kubelet has said something of itself. */
  readonly registered: boolean;
  readonly ready: boolean;
  /** It has the taint of an interruption. */
  readonly noticed: boolean;
  /** Pods that are bound to it and have not ended, those of DaemonSets apart. */
  readonly pods: number;
  /** What its allocatable shall be, in cores and bytes; undefined when it does not say, which cannot be served. */
  readonly size: { readonly cpu: number; readonly memory: number; readonly maxPods?: number } | undefined;
}

/** What the agent has decided of a node, in the node's folder. */
export interface Claim {
  readonly index: number;
  readonly name: string;
  readonly uid: string;
  readonly providerId: string;
  readonly pool: string;
  readonly cpu: number;
  readonly memory: number;
  readonly maxPods?: number | undefined;
  /** How many launches of its pool there were with this one. */
  readonly launch: number;
  /** In milliseconds since 1970. */
  readonly claimed: number;
  readonly launchAt: number;
  readonly fate: Fate;
}

/** What is there of a node on this machine. */
export interface Local {
  readonly index: number;
  /** Undefined where the folder says nothing: a claim or a removal was cut off. */
  readonly claim: Claim | undefined;
  /** All of its processes run, as this agent has started or found them. */
  readonly up: boolean;
  /** Id of the node's own supervisor. */
  readonly supervisor?: number | undefined;
  /** Something of it runs or could be started again. */
  readonly traces: boolean;
  /** What the agent is doing with it at the moment. */
  readonly busy?: Job | undefined;
  readonly retry?: Retry | undefined;
}

/** What failed of a node last; it is not tried again before `at`, in milliseconds since 1970. */
export interface Retry {
  readonly job: Job;
  readonly at: number;
}

/** What takes time. */
export type Job = 'launch' | 'kill' | 'remove' | 'interrupt' | 'lose';

export type Action =
  /** Gives a Node a number, its launch a time and a fate. */
  | { readonly kind: 'claim'; readonly node: Wanted; readonly index: number }
  /** Starts what does not run of a node. */
  | { readonly kind: 'launch'; readonly index: number; readonly claim: Claim }
  /** Ends a node's processes at once, as a machine that dies; its claim stays. */
  | { readonly kind: 'kill'; readonly index: number }
  /** Ends a node and removes all of it. */
  | { readonly kind: 'remove'; readonly index: number; readonly claim: Claim | undefined }
  /** Taints a Node, reports it and deletes it, as a cloud's termination handler does. */
  | { readonly kind: 'interrupt'; readonly index: number; readonly node: Wanted; readonly claim: Claim }
  /** Deletes the Node of a dead machine, as a cloud's node lifecycle controller does. */
  | { readonly kind: 'lose'; readonly index: number; readonly node: Wanted };
