import { readFileSync } from 'node:fs';
import { z } from 'zod';

import { agentSpec } from './agent/settings';
import { writeAtomically } from './system/files';
import { files, type Layout } from './plan/layout';

const registration = z.object({
  labels: z.record(z.string(), z.string()).optional(),
  taints: z
    .array(
      z.object({
        key: z.string(),
        value: z.string().optional(),
        effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
      }),
    )
    .optional(),
});

const record = z.object({
  version: z.literal(1),
  name: z.string(),
  /** The cluster's block of addresses: 10.BLOCK.0.0/16. */
  block: z.number().int(),
  /** `starting` until the first start succeeded: until then nothing of it is worth keeping. */
  phase: z.enum(['starting', 'started']),
  nodes: z.array(
    registration.extend({
      /** Counted from 1; names its folders and addresses, and stays the same as long as the node is there. */
      index: z.number().int().positive(),
      name: z.string(),
      cpu: z.number(),
      memory: z.number(),
      /** What the API server has of its labels and taints; absent until it is registered. */
      registered: registration.optional(),
    }),
  ),
  /** Names of nodes that were taken away, but may still be known to the API server. */
  removed: z.array(z.string()),
  /** The node agent's settings; absent when there is none. */
  agent: agentSpec.optional(),
  /** Images that every node must have. */
  images: z.array(z.object({ ref: z.string(), archive: z.string() })),
});

/** What is remembered of a cluster, in its state folder. */
export type ClusterRecord = z.infer<typeof record>;
export type Registration = z.infer<typeof registration>;
export type NodeRecord = ClusterRecord['nodes'][number];

/** The record of a cluster; undefined when there is none, or none that can be read. */
export function readRecord(layout: Layout): ClusterRecord | undefined {
  try {
    return record.parse(JSON.parse(readFileSync(files.record(layout), 'utf8')));
  } catch {
    return undefined;
  }
}

export function writeRecord(layout: Layout, value: ClusterRecord): void {
  writeAtomically(files.record(layout), JSON.stringify(value, undefined, 2));
}
