import { existsSync, rmSync } from 'node:fs';
import { rmdir } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Hierarchies } from './plan/cgroups';
import { root, runRoot, type Layout } from './plan/layout';
import { groupExists, removeGroup, removeIfEmpty } from './system/cgroups';
import { withLock } from './system/lock';
import { removeHostLink } from './system/network';
import { supervisorPid } from './system/supervisor';

/** The lock under which folders and groups that clusters share are made and removed, and addresses given out. */
export const machineLock = 'machine';

/** Ends all that runs of a cluster. Its mounts and network namespaces are seen by nobody else, and go with its last process. */
export async function stopAll(layout: Layout, hierarchies: Hierarchies, ip: string): Promise<void> {
  // First, so that it starts nothing again.
  const supervisor = supervisorPid(layout);
  if (supervisor !== undefined) process.kill(supervisor, 'SIGKILL');
  await removeGroup(hierarchies, layout.group);
  await removeHostLink(layout, ip);
  rmSync(layout.run, { recursive: true, force: true });
}

/** Whether anything of the cluster is there. */
export const leftovers = (layout: Layout, hierarchies: Hierarchies): boolean =>
  existsSync(layout.state) || existsSync(layout.run) || groupExists(hierarchies, layout.group);

/** Removes everything of a cluster, whatever state it is in. */
export async function removeAll(layout: Layout, hierarchies: Hierarchies, ip: string): Promise<void> {
  await stopAll(layout, hierarchies, ip);
  rmSync(layout.state, { recursive: true, force: true });
  await withLock(machineLock, {}, async () => {
    removeIfEmpty(hierarchies, root);
    const stack = dirname(layout.state);
    for (const dir of [stack, dirname(stack), runRoot]) await rmdir(dir).catch(() => undefined);
  });
}
