import { rmSync } from 'node:fs';

import { certificateFile, keyFile } from '../pki/store';
import type { Addresses } from '../plan/addresses';
import type { Hierarchies } from '../plan/cgroups';
import { files, kubeconfigFile, nodeLayout, type Layout } from '../plan/layout';
import { nodeServiceNames } from '../plan/services';
import { groupExists, removeGroup } from '../system/cgroups';
import { removeNodeNetwork } from '../system/network';
import { hasTraces, logFolder, removal, retire } from '../system/services';

/** Folders that a node's processes find. */
export function foldersOfNode(layout: Layout, index: number): string[] {
  const { run, lib, log } = nodeLayout(layout, index);
  return [run, lib, log];
}

/** Ends one node's processes at once, and takes its link and its groups away; its files stay. Finished or not, it may be repeated. */
export async function stopNode(
  layout: Layout,
  addresses: Addresses,
  index: number,
  hierarchies: Hierarchies,
  supervisor: number,
): Promise<void> {
  const { supervisor: service } = nodeServiceNames(index);
  const retired = retire(layout, service);
  await removeGroup(hierarchies, nodeLayout(layout, index).group);
  await removeNodeNetwork(addresses, index, supervisor);
  if (retired !== undefined) rmSync(retired, removal);
}

/** Removes all of one node from this machine; what the API server knows of it stays. May be repeated. */
export async function removeNode(
  layout: Layout,
  addresses: Addresses,
  index: number,
  hierarchies: Hierarchies,
  supervisor: number,
): Promise<void> {
  await stopNode(layout, addresses, index, hierarchies, supervisor);
  const node = nodeLayout(layout, index);
  const names = nodeServiceNames(index);
  const identity = ['client', 'server'].map((kind) => `n${index}-${kind}`);
  const keys = identity.flatMap((file) => [certificateFile(files.pki(layout), file), keyFile(files.pki(layout), file)]);
  const logs = Object.values(names).map((name) => logFolder(layout, name));
  // The folder with its state goes last: as long as it is there, the node's number is taken.
  for (const path of [...keys, ...logs, kubeconfigFile(layout, names.kubelet), node.run, node.state])
    rmSync(path, removal);
}

/** Whether something of a node runs, or could be started by the cluster's supervisor. */
export const isThere = (layout: Layout, index: number, hierarchies: Hierarchies): boolean =>
  hasTraces(layout, nodeServiceNames(index).supervisor) || groupExists(hierarchies, nodeLayout(layout, index).group);
