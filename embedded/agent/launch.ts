import { mkdirSync, statSync } from 'node:fs';
import type { ImageArchive } from '../../toolchain/types';
import { groupsOfNode, servicesOfNode } from '../context';
import { nodeLayout } from '../plan/layout';
import { nodeServiceNames } from '../plan/services';
import { readRecord } from '../record';
import { ensureNodeIdentity } from '../start/identities';
import { foldersOfNode } from '../start/node';
import { startContainerd, startKubelet, startNodeSupervisor } from '../start/nodes';
import { ensureGroups } from '../system/cgroups';
import { ensureImages, imagesOf, importInto } from '../system/images';
import { ensureNodeNetwork } from '../system/network';
import { hasTraces, holdAll, isRunning, restart, writeServices } from '../system/services';
import { pause } from '../system/wait';
import type { AgentContext } from './context';
import type { Claim } from './model';
import { firstOf, pullSeconds } from './pulls';
import { poolOf } from './settings';

/** The images that the cluster was given, as its record says at this moment. */
const given = ({ layout }: AgentContext): readonly ImageArchive[] => readRecord(layout)?.images ?? [];

/** Imports images as slowly as the network that is played would have brought them. */
async function pull(context: AgentContext, { index, name, uid, pool }: Claim, signal: AbortSignal): Promise<void> {
  const { settings, layout, parts, note } = context;
  const { socket } = nodeLayout(layout, index);
  const { ctr } = parts.tools;
  const { pullBytesPerSecond } = poolOf(settings, pool);
  const there = await imagesOf(ctr, socket);
  for (const image of firstOf(given(context), settings.firstImages)) {
    if (there.has(image.ref)) continue;
    const begin = performance.now();
    const { size: bytes } = statSync(image.archive, { throwIfNoEntry: false }) ?? { size: 0 };
    await pause(pullSeconds(bytes, pullBytesPerSecond) * 1000, signal);
    await importInto(ctr, socket, image, signal);
    note('pulled', { name, uid }, { image: image.ref, bytes, seconds: (performance.now() - begin) / 1000 });
  }
}

/**
 * Starts what does not run of a node, from its keys to its kubelet; what runs stays, unless it would be started otherwise now. Gives the id
 * of the node's supervisor.
 */
export async function launch(context: AgentContext, claim: Claim, signal: AbortSignal): Promise<number> {
  const { layout, addresses, parts, hierarchies } = context;
  const { index, name, uid, cpu, memory, providerId, maxPods } = claim;
  const node = { index, name, cpu, memory };
  await ensureNodeIdentity(layout, addresses, node);
  for (const dir of foldersOfNode(layout, index)) mkdirSync(dir, { recursive: true, mode: 0o700 });
  ensureGroups(hierarchies, groupsOfNode(layout, node));
  const services = servicesOfNode(context, node, { providerId, maxPods });
  const running = new Set(services.map((service) => service.name).filter((service) => isRunning(layout, service)));
  const isNew = !hasTraces(layout, nodeServiceNames(index).supervisor);
  const changed = writeServices(layout, services, parts.tools.svlogd, hierarchies);
  // A new supervisor reads its folder at once, and starts nothing by itself.
  if (isNew) holdAll(services.filter(({ dir }) => dir.startsWith(`${nodeLayout(layout, index).services}/`)));
  const supervised = await startNodeSupervisor(layout, node, signal);
  await ensureNodeNetwork(addresses, supervised, context.supervisor(), signal);
  for (const service of changed) if (running.has(service)) restart(layout, service);
  await startContainerd(layout, node, signal);
  const { socket } = nodeLayout(layout, index);
  await ensureImages(parts.tools.ctr, socket, [parts.images.pause], signal);
  await pull(context, claim, signal);
  await startKubelet(layout, node, signal);
  context.note('started', { name, uid });
  // Whatever else a pod could ask for; and what was given while the first ones came.
  await ensureImages(parts.tools.ctr, socket, [parts.images.coredns, ...given(context)], signal);
  return supervised.pid;
}
