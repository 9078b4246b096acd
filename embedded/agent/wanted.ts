import { z } from 'zod';

import { quantity } from '../../experiments/record/quantity';
import type { Wanted } from './model';

/** What the provider ID of a Node begins with that Karpenter's kwok provider has made: the machine is ours to give. */
export const providerPrefix = 'kwok://';

/** Label of a Node that names its pool. */
const poolLabel = 'karpenter.sh/nodepool';

/** Taint of a node whose end was announced. */
export const interruption = { key: 'autoscaling-testbed/interrupted', effect: 'NoSchedule' } as const;

const taint = z.looseObject({ key: z.string(), value: z.string().optional(), effect: z.string() });

const nodeObject = z.object({
  metadata: z.object({
    name: z.string(),
    uid: z.string(),
    resourceVersion: z.string().optional(),
    creationTimestamp: z.string(),
    deletionTimestamp: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
  }),
  spec: z.object({ providerID: z.string().optional(), taints: z.array(taint).optional() }).default({}),
  status: z
    .object({
      allocatable: z.record(z.string(), z.string()).optional(),
      conditions: z.array(z.object({ type: z.string(), status: z.string() })).optional(),
      nodeInfo: z.object({ kubeletVersion: z.string().optional() }).optional(),
    })
    .default({}),
});
export type NodeObject = z.infer<typeof nodeObject>;

const podObject = z.object({
  metadata: z.object({ ownerReferences: z.array(z.object({ kind: z.string() })).optional() }),
  spec: z.object({ nodeName: z.string().optional() }).default({}),
  status: z.object({ phase: z.string().optional() }).default({}),
});

/** The size that its allocatable has, which is what the autoscaler reckons with. */
function sizeOf(allocatable: Readonly<Record<string, string>> = {}): Wanted['size'] {
  const [cpu, memory, maxPods] = ['cpu', 'memory', 'pods'].map((name) => quantity(allocatable[name] ?? ''));
  if (!(Number(cpu) > 0 && Number(memory) > 0)) return undefined;
  const size = { cpu: Number(cpu), memory: Math.floor(Number(memory)) };
  return Number(maxPods) > 0 ? { ...size, maxPods: Number(maxPods) } : size;
}

/** How many pods each node has to end before it is empty. */
function podsByNode(pods: readonly unknown[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const pod of pods) {
    const { metadata, spec, status } = podObject.parse(pod);
    const ended = status.phase === 'Succeeded' || status.phase === 'Failed';
    // Pods of DaemonSets, and those that the kubelet has made of files, go with the node.
    const belongs = metadata.ownerReferences?.some(({ kind }) => kind === 'DaemonSet' || kind === 'Node');
    if (spec.nodeName === undefined || ended || belongs) continue;
    counts.set(spec.nodeName, (counts.get(spec.nodeName) ?? 0) + 1);
  }
  return counts;
}

/** The Node objects, by uid, that want a machine of the agent. */
export function nodeObjects(nodes: readonly unknown[]): Map<string, NodeObject> {
  const ours = nodes
    .map((node) => nodeObject.parse(node))
    .filter(({ spec }) => spec.providerID?.startsWith(providerPrefix));
  return new Map(ours.map((node) => [node.metadata.uid, node]));
}

/** The Nodes that want a machine, from what the API server has. */
export function wantedOf(nodes: Iterable<NodeObject>, pods: readonly unknown[]): Wanted[] {
  const counts = podsByNode(pods);
  return [...nodes].map(({ metadata, spec, status }) => ({
    name: metadata.name,
    uid: metadata.uid,
    providerId: spec.providerID ?? '',
    pool: metadata.labels?.[poolLabel] ?? '',
    created: Date.parse(metadata.creationTimestamp),
    deleting: metadata.deletionTimestamp !== undefined,
    registered: Boolean(status.nodeInfo?.kubeletVersion),
    ready: status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false,
    noticed: spec.taints?.some(({ key }) => key === interruption.key) ?? false,
    pods: counts.get(metadata.name) ?? 0,
    size: sizeOf(status.allocatable),
  }));
}
