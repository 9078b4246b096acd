import { checkOwner } from './claims';
import { layoutFor } from './context';
import { leftovers, removeAll } from './remove';
import { validateName } from './spec';
import { processesIn } from './system/cgroups';
import { withLock } from './system/lock';
import { hierarchies } from './system/machine';
import { ipTool } from './parts';
import type { Report } from '../toolchain/types';

/**
 * Removes a cluster: processes, mounts, network namespaces, control groups, links, routes and files. Does nothing when there is
 * none; may be repeated, and works whatever an interrupted `up` or `down` left.
 */
export async function down(name: string, { report }: { readonly report: Report }): Promise<void> {
  validateName(name);
  await withLock(`cluster/${name}`, { report }, async () => {
    const layout = layoutFor(name);
    const groups = hierarchies();
    if (!leftovers(layout, groups)) return;
    checkOwner(layout, processesIn(groups, layout.group).length > 0);
    report(`cluster ${name}: removing it`);
    await removeAll(layout, groups, await ipTool());
  });
}
