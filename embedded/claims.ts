import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

import { stateRoot } from '../toolchain/paths';
import { addressesOf, firstBlock, freeBlock, lastBlock, overlap } from './plan/addresses';
import { files, layoutOf, runRoot, type Layout } from './plan/layout';
import { readRecord } from './record';
import { readIfThere, writeAtomically } from './system/files';
import { usedRanges } from './system/network';

const claim = z.object({ state: z.string(), block: z.number().int() });
type Claim = z.infer<typeof claim>;

const entries = (dir: string): string[] => (existsSync(dir) ? readdirSync(dir) : []);

/** What a running cluster of any user of this machine says of itself. */
export function claimOf(layout: Layout): Claim | undefined {
  try {
    return claim.parse(JSON.parse(readIfThere(files.claim(layout)) ?? ''));
  } catch {
    return undefined;
  }
}

export function writeClaim(layout: Layout, block: number): void {
  writeAtomically(files.claim(layout), JSON.stringify({ state: layout.state, block }));
}

/** Names of the clusters of this user that have a state folder, and of all that run on this machine. */
export function knownNames(): string[] {
  const stacks = entries(stateRoot()).filter((name) => existsSync(join(stateRoot(), name, 'cluster')));
  return [...new Set([...stacks, ...entries(runRoot)])].sort();
}

/** Blocks that clusters have, running or not. */
function claimedBlocks(): Set<number> {
  const all = knownNames().flatMap((name) => {
    const layout = layoutOf(name, join(stateRoot(), name));
    return [claimOf(layout)?.block, readRecord(layout)?.block];
  });
  return new Set(all.filter((block) => block !== undefined));
}

/** A block of addresses for a new cluster. To be called under the machine's lock. */
export async function chooseBlock(ip: string): Promise<number> {
  const block = freeBlock(claimedBlocks(), await usedRanges(ip));
  if (block !== undefined) return block;
  throw new Error(
    `no free block of addresses for the cluster: each of 10.${firstBlock}.0.0/16 to 10.${lastBlock}.0.0/16 is another cluster's or overlaps a route of this machine (see "ip route"); take a cluster down or remove a route`,
  );
}

/** An error when something else of this machine has meanwhile taken a cluster's block. */
export async function checkBlock(ip: string, block: number): Promise<void> {
  const { subnet, link } = addressesOf(block);
  const taken = (await usedRanges(ip, link)).find((range) => overlap(range, subnet));
  if (taken === undefined) return;
  throw new Error(
    `the cluster's addresses ${subnet} overlap ${taken}, to which this machine has a route (see "ip route get"); remove that route, or take the cluster down and bring it up again for other addresses`,
  );
}

/** An error when a cluster of that name runs from another state folder. */
export function checkOwner(layout: Layout, alive: boolean): void {
  const owner = claimOf(layout)?.state;
  if (!alive || owner === undefined || owner === layout.state) return;
  throw new Error(
    `a cluster named "${layout.name}" runs already on this machine, from ${owner}; choose another name, or take that one down with XDG_STATE_HOME=${dirname(dirname(dirname(owner)))}`,
  );
}
