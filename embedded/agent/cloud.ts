import type { Api } from '../api/client';
import type { Manifest } from '../plan/coredns';
import type { Claim, Wanted } from './model';
import { interruption, type NodeObject } from './wanted';

const path = (name: string): string => `/api/v1/nodes/${name}`;

/** What the API server shows of an interruption, with the reason that Karpenter's own events have. */
export function noticeEvent({ name, uid }: Wanted, { fate }: Claim, time: string): Manifest {
  const seconds = fate.kind === 'interrupted' ? fate.notice : 0;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.interrupted`, namespace: 'default' },
    involvedObject: { apiVersion: 'v1', kind: 'Node', name, uid },
    type: 'Warning',
    reason: 'SpotInterrupted',
    message: `The machine will be taken away in ${seconds} s`,
    source: { component: 'autoscaling-testbed-node-agent' },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  };
}

/** As a JSON merge patch: it fails when the Node has changed meanwhile, for a list is replaced as a whole. */
export function noticePatch({ metadata, spec }: NodeObject): unknown {
  const others = (spec.taints ?? []).filter(({ key }) => key !== interruption.key);
  return { metadata: { resourceVersion: metadata.resourceVersion }, spec: { taints: [...others, interruption] } };
}

/** Announces the end of a node: no new pods, an event, and its deletion, at which a finalizer's owner drains it. */
export async function interrupt(api: Api, node: Wanted, claim: Claim, object: NodeObject, time: string): Promise<void> {
  if (!node.noticed) await api.patch(path(node.name), noticePatch(object));
  await api.apply(noticeEvent(node, claim, time));
  await api.delete(path(node.name));
}

/** Tells the API server that a machine is no more. */
export const lose = (api: Api, { name }: Wanted): Promise<void> => api.delete(path(name));
