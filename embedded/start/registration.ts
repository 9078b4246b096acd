import type { Api } from '../api/client';
import { nodeReadiness, taintsOf } from '../api/nodes';
import type { Plan } from '../context';
import { registrationOf, registrationPatch } from '../nodes';
import { nodeServiceNames } from '../plan/services';
import { writeRecord, type ClusterRecord, type NodeRecord } from '../record';
import { lastWords } from '../system/services';
import { waitFor } from '../system/wait';
import { patience } from './patience';

/** Tells the API server about nodes that are gone, and of labels and taints that changed. */
export async function ensureRegistrations(api: Api, plan: Plan): Promise<ClusterRecord> {
  const { layout, record } = plan;
  for (const name of record.removed) await api.delete(`/api/v1/nodes/${name}`);
  for (const node of record.nodes) {
    if (!node.registered) continue;
    const patch = registrationPatch(node, await taintsOf(api, node.name));
    if (patch) await api.patch(`/api/v1/nodes/${node.name}`, patch);
  }
  const nodes = record.nodes.map((node) => ({ ...node, registered: registrationOf(node) }));
  const settled = { ...record, nodes, removed: [] };
  writeRecord(layout, settled);
  return settled;
}

/** Waits until the API server finds every node Ready. */
export const nodesReady = (api: Api, { layout, record }: Plan, signal: AbortSignal): Promise<true> => {
  let missing: NodeRecord[] = [...record.nodes];
  return waitFor(
    {
      what: 'all nodes Ready',
      timeout: patience.nodes,
      interval: 100,
      signal,
      hint: () =>
        missing
          .map(({ index, name }) => `node ${name}: ${lastWords(layout, nodeServiceNames(index).kubelet)}`)
          .join('\n'),
    },
    async () => {
      const readiness = await nodeReadiness(api);
      missing = record.nodes.filter(({ name }) => readiness.get(name) !== true);
      return missing.length === 0 ? true : undefined;
    },
  );
};
