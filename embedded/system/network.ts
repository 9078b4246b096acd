import { z } from 'zod';

import type { Addresses } from '../plan/addresses';
import { root, type Layout } from '../plan/layout';
import { hostBatch, networkScript, nodeNetworkScript, removeNodeScript, type NodeProcess } from '../plan/networkScript';
import { exec } from './exec';

const routes = z.array(z.object({ dst: z.string(), dev: z.string().optional() }));
const interfaces = z.array(z.object({ ifname: z.string(), ifalias: z.string().optional() }));

const aliasOf = (layout: Layout): string => `${root}/${layout.name}`;

/** Every range of addresses that this machine has a route to (its own addresses among them), besides those by interface `except`. */
export async function usedRanges(ip: string, except?: string): Promise<string[]> {
  const all = routes.parse(JSON.parse((await exec([ip, '-4', '-j', 'route', 'show', 'table', 'all'])) || '[]'));
  return all
    .filter(({ dst, dev }) => dst !== 'default' && (except === undefined || dev !== except))
    .map(({ dst }) => dst);
}

const inside = (supervisor: number, script: string): string[] => [
  'nsenter',
  `--mount=/proc/${supervisor}/ns/mnt`,
  `--net=/proc/${supervisor}/ns/net`,
  'sh',
  '-c',
  script,
];

/** Makes what is missing of the cluster's network. */
export async function ensureNetwork(
  layout: Layout,
  addresses: Addresses,
  nodes: readonly NodeProcess[],
  supervisor: number,
  ip: string,
  signal?: AbortSignal,
): Promise<void> {
  await exec(inside(supervisor, networkScript(addresses, nodes, process.pid)), { signal });
  await exec([ip, '-batch', '-'], { input: hostBatch(addresses, aliasOf(layout)), signal });
}

/** Links one more node to a cluster's network that is there. */
export async function ensureNodeNetwork(
  addresses: Addresses,
  node: NodeProcess,
  supervisor: number,
  signal?: AbortSignal,
): Promise<void> {
  await exec(inside(supervisor, nodeNetworkScript(addresses, node)), { signal });
}

export async function removeNodeNetwork(addresses: Addresses, index: number, supervisor: number): Promise<void> {
  await exec(inside(supervisor, removeNodeScript(addresses, index)));
}

/** Removes the host's link to the cluster, found by its alias; its addresses and routes go with it. */
export async function removeHostLink(layout: Layout, ip: string): Promise<void> {
  const alias = aliasOf(layout);
  const links = interfaces.parse(JSON.parse((await exec([ip, '-j', 'link', 'show'])) || '[]'));
  for (const { ifname } of links.filter(({ ifalias }) => ifalias === alias)) {
    // Its other end may have been the last to go, and have taken it along.
    await exec([ip, 'link', 'del', 'dev', ifname]).catch((error: unknown) => {
      if (!String(error).includes('Cannot find device')) throw error;
    });
  }
}
