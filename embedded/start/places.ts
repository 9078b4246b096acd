import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readClaim } from '../agent/local';
import { isAgents } from '../agent/numbers';
import { writeClaim } from '../claims';
import type { Plan } from '../context';
import type { Hierarchies } from '../plan/cgroups';
import { files } from '../plan/layout';
import { machineLock } from '../remove';
import { ensureGroups } from '../system/cgroups';
import { withLock } from '../system/lock';
import { supervisedNodes } from '../system/services';
import type { UpOptions } from '../types';
import { foldersOfNode, removeNode } from './node';

/** Folders and control groups. Under the machine's lock: another cluster's end removes what seems to be empty. */
export async function ensurePlaces(plan: Plan, hierarchies: Hierarchies, options: UpOptions): Promise<void> {
  const { layout, record } = plan;
  const { signal } = options;
  await withLock(machineLock, { signal }, () => {
    mkdirSync(layout.run, { recursive: true, mode: 0o700 });
    writeClaim(layout, record.block);
    ensureGroups(hierarchies, plan.groups);
    return Promise.resolve();
  });
  const folders = record.nodes.flatMap(({ index }) => foldersOfNode(layout, index));
  for (const dir of [files.logs(layout), files.etcd(layout), ...folders])
    mkdirSync(dir, { recursive: true, mode: 0o700 });
}

/**
 * Takes away the local parts of nodes that are no longer in the record, finished or not. Gives the names of those that an agent had made,
 * which no record names.
 */
export async function removeOldNodes(
  { layout, addresses, record }: Plan,
  hierarchies: Hierarchies,
  supervisor: number,
): Promise<string[]> {
  const wanted = new Set(record.nodes.map(({ index }) => index));
  const supervised = new Set(supervisedNodes(layout));
  const folders = readdirSync(join(layout.state, 'nodes')).map((name) => Number(name.slice(1)));
  const old = [...new Set([...supervised, ...folders])].filter(
    // The agent removes its own, as long as there is one.
    (index) => !wanted.has(index) && !(record.agent && isAgents(index)),
  );
  const names = old.flatMap((index) => readClaim(layout, index)?.name ?? []);
  for (const index of old) await removeNode(layout, addresses, index, hierarchies, supervisor);
  return names;
}
