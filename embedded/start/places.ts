import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeClaim } from '../claims';
import type { Plan } from '../context';
import { certificateFile, keyFile } from '../pki/store';
import type { Hierarchies } from '../plan/cgroups';
import { files, kubeconfigFile, nodeLayout } from '../plan/layout';
import { nodeServiceNames } from '../plan/services';
import { machineLock } from '../remove';
import { ensureGroups, removeGroup } from '../system/cgroups';
import { withLock } from '../system/lock';
import { removeNodeNetwork } from '../system/network';
import { logFolder, removal, retire, supervisedNodes } from '../system/services';
import type { UpOptions } from '../types';

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
  const folders = record.nodes
    .map(({ index }) => nodeLayout(layout, index))
    .flatMap(({ run, lib, log }) => [run, lib, log]);
  for (const dir of [files.logs(layout), files.etcd(layout), ...folders])
    mkdirSync(dir, { recursive: true, mode: 0o700 });
}

/** Takes away the local parts of nodes that are no longer in the record, finished or not. */
export async function removeOldNodes(
  { layout, addresses, record }: Plan,
  hierarchies: Hierarchies,
  supervisor: number,
): Promise<void> {
  const wanted = new Set(record.nodes.map(({ index }) => index));
  const supervised = new Set(supervisedNodes(layout));
  const folders = readdirSync(join(layout.state, 'nodes')).map((name) => Number(name.slice(1)));
  const old = [...new Set([...supervised, ...folders])].filter((index) => !wanted.has(index));
  for (const index of old) {
    const node = nodeLayout(layout, index);
    const names = nodeServiceNames(index);
    const retired = supervised.has(index) ? [retire(layout, names.supervisor)] : [];
    await removeGroup(hierarchies, node.group);
    await removeNodeNetwork(addresses, index, supervisor);
    const identity = ['client', 'server'].map((kind) => `n${index}-${kind}`);
    const keys = identity.flatMap((file) => [
      certificateFile(files.pki(layout), file),
      keyFile(files.pki(layout), file),
    ]);
    const logs = Object.values(names).map((name) => logFolder(layout, name));
    const paths = [...retired, ...keys, ...logs, kubeconfigFile(layout, names.kubelet), node.run, node.state];
    for (const path of paths) rmSync(path, removal);
  }
}
