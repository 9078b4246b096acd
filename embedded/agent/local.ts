import { existsSync, readdirSync } from 'node:fs';
import { z } from 'zod';

import type { Hierarchies } from '../plan/cgroups';
import { files, nodeLayout, type Layout } from '../plan/layout';
import { nodeServiceNames } from '../plan/services';
import { isThere } from '../start/node';
import { readIfThere, writeAtomically } from '../system/files';
import { isRunning, supervisedNodes } from '../system/services';
import { servicePid } from '../system/supervisor';
import type { Claim, Local } from './model';
import { isAgents } from './numbers';

const seconds = z.number();
const claim = z.object({
  index: z.number().int(),
  name: z.string(),
  uid: z.string(),
  providerId: z.string(),
  pool: z.string(),
  cpu: z.number(),
  memory: z.number(),
  maxPods: z.number().int().optional(),
  launch: z.number().int(),
  claimed: z.number(),
  launchAt: z.number(),
  fate: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('lives') }),
    z.object({ kind: z.literal('never') }),
    z.object({ kind: z.literal('dies'), after: seconds }),
    z.object({ kind: z.literal('interrupted'), after: seconds, notice: seconds }),
  ]),
});

const counts = z.object({ launches: z.record(z.string(), z.number().int()), lastNumber: z.number().int() });
/** How many launches each pool had, and the number that was given out last. */
export type Counts = z.infer<typeof counts>;

function parsed<T>(schema: z.ZodType<T>, path: string): T | undefined {
  try {
    return schema.parse(JSON.parse(readIfThere(path) ?? ''));
  } catch {
    return undefined;
  }
}

export const readCounts = (layout: Layout): Counts =>
  parsed(counts, files.counts(layout)) ?? { launches: {}, lastNumber: 0 };

/** Remembers a claim. The counts first: a crash between the two leaves out a number, and never gives one twice. */
export function writeClaimed(layout: Layout, value: Claim): void {
  const { pool, launch, index } = value;
  const next: Counts = { launches: { ...readCounts(layout).launches, [pool]: launch }, lastNumber: index };
  writeAtomically(files.counts(layout), JSON.stringify(next));
  writeAtomically(nodeLayout(layout, value.index).claim, JSON.stringify(value));
}

export const readClaim = (layout: Layout, index: number): Claim | undefined =>
  parsed(claim, nodeLayout(layout, index).claim);

/** Numbers of the agent's nodes of which anything is there. */
function numbers(layout: Layout): number[] {
  const dir = files.nodes(layout);
  const folders = existsSync(dir) ? readdirSync(dir).map((name) => Number(name.slice(1))) : [];
  return [...new Set([...folders, ...supervisedNodes(layout)])].filter(isAgents).sort((a, b) => a - b);
}

/** What is there of the agent's nodes on this machine. */
export const locals = (layout: Layout, hierarchies: Hierarchies): Local[] =>
  numbers(layout).map((index) => ({
    index,
    claim: readClaim(layout, index),
    up: Object.values(nodeServiceNames(index)).every((name) => isRunning(layout, name)),
    supervisor: servicePid(layout, nodeServiceNames(index).supervisor),
    traces: isThere(layout, index, hierarchies),
  }));
