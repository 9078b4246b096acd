import { isDeepStrictEqual } from 'node:util';

import { agentSpec } from './agent/settings';
import type { ClusterRecord, NodeRecord, Registration } from './record';
import type { ClusterSpec, NodeSpec, Taint } from './types';

/** The lowest number that no node has. */
function freeIndex(taken: ReadonlySet<number>): number {
  let index = 1;
  while (taken.has(index)) index++;
  return index;
}

/** The nodes of a spec with their numbers: one that is known already keeps its own. */
export function numbered(specs: readonly NodeSpec[], known: readonly NodeRecord[]): NodeRecord[] {
  const before = new Map(known.map((node) => [node.name, node]));
  const taken = new Set(specs.flatMap(({ name }) => before.get(name)?.index ?? []));
  return specs.map((spec) => {
    const { index = freeIndex(taken), registered } = before.get(spec.name) ?? {};
    taken.add(index);
    const { name, cpu, memory } = spec;
    return { index, name, cpu, memory, ...registrationOf(spec), ...(registered ? { registered } : {}) };
  });
}

/** A node's labels and taints. */
export const registrationOf = ({ labels, taints }: NodeSpec | NodeRecord): Registration => ({
  ...(labels ? { labels: { ...labels } } : {}),
  ...(taints ? { taints: taints.map((taint) => ({ ...taint })) } : {}),
});

/** The record with the nodes of a spec; nodes that were taken away are remembered until the API server knows. */
export function withNodes(record: ClusterRecord, specs: readonly NodeSpec[]): ClusterRecord {
  const nodes = numbered(specs, record.nodes);
  const names = new Set(nodes.map(({ name }) => name));
  const gone = [...record.removed, ...record.nodes.map(({ name }) => name)].filter((name) => !names.has(name));
  return { ...record, nodes, removed: [...new Set(gone)] };
}

/** The record with the nodes of a spec, and with its node agent or without one. */
export function withSpec(record: ClusterRecord, { nodes, agent }: ClusterSpec): ClusterRecord {
  const changed = { ...withNodes(record, nodes) };
  delete changed.agent;
  return agent ? { ...changed, agent: agentSpec.parse(agent) } : changed;
}

/**
 * What to change of a node whose labels or taints are not those that it was registered with, as a JSON merge patch; undefined when
 * nothing differs. `taintsNow` are all that it has, Kubernetes' own among them.
 */
export function registrationPatch(node: NodeRecord, taintsNow: readonly Taint[]): unknown {
  const { labels = {}, taints = [], registered } = node;
  if (!registered || isDeepStrictEqual(registered, registrationOf(node))) return undefined;
  const dropped = Object.keys(registered.labels ?? {}).filter((key) => !(key in labels));
  const own = new Set((registered.taints ?? []).map(({ key, effect }) => `${key}:${effect}`));
  const foreign = taintsNow.filter(({ key, effect }) => !own.has(`${key}:${effect}`));
  return {
    metadata: { labels: { ...Object.fromEntries(dropped.map((key) => [key, null])), ...labels } },
    spec: { taints: [...foreign, ...taints] },
  };
}
