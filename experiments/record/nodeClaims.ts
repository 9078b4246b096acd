import type { NodeClaimFacts } from '../types';
import { condition, type Condition, type KubeObject } from './objects';
import type { Collection } from './watch';

/** karpenter.sh/v1. */
export interface NodeClaim extends KubeObject {
  readonly status?: { readonly nodeName?: string; readonly conditions?: readonly Condition[] };
}

/** All of the cluster: NodeClaims are in no namespace. */
export const nodeClaimsWatch: Collection = { name: 'NodeClaims', path: '/apis/karpenter.sh/v1/nodeclaims' };

/** What a recording keeps of a NodeClaim. Times are the object's own, ms since the epoch. */
export function nodeClaimFacts({ metadata, status }: NodeClaim): NodeClaimFacts {
  const label = (key: string): string | null => metadata.labels?.[key] ?? null;
  const since = (type: string): number | null => {
    const { status: value, lastTransitionTime } = condition(status?.conditions, type);
    return value === 'True' && lastTransitionTime !== undefined ? Date.parse(lastTransitionTime) : null;
  };
  const { deletionTimestamp } = metadata;
  return {
    name: metadata.name,
    uid: metadata.uid,
    pool: label('karpenter.sh/nodepool') ?? '',
    instanceType: label('node.kubernetes.io/instance-type'),
    capacityType: label('karpenter.sh/capacity-type'),
    zone: label('topology.kubernetes.io/zone'),
    node: status?.nodeName || null,
    claimed: Date.parse(metadata.creationTimestamp),
    launched: since('Launched'),
    registered: since('Registered'),
    initialized: since('Initialized'),
    ready: since('Ready'),
    deleting: deletionTimestamp === undefined ? null : Date.parse(deletionTimestamp),
  };
}
