import { z } from 'zod';
import { seeded } from '../shapes/random';
import { blocksOf } from './design';

const text = z.string().min(1);

/** One run of a comparison. */
const plannedRun = z.strictObject({
  /** Place in the order, from 0. */
  index: z.int().min(0),
  /** In each block each variant runs once. */
  block: z.int().min(0),
  load: text,
  variant: text,
});

export const planSchema = z.strictObject({
  schema: z.literal('autoscaling-testbed/comparison/v1'),
  id: text,
  stack: text,
  createdAt: text,
  /** Of the order of the runs and of the bootstrap. */
  seed: z.int(),
  /** Values of the config key `autoscaler`; the first is the baseline. */
  variants: z.array(text).min(2),
  /** Values of the config key `experiment`, by name. */
  loads: z.record(text, z.unknown()),
  repeats: z.int().min(1),
  runs: z.array(plannedRun),
});
/** What a comparison is going to run, in which order. It is all that is needed to repeat it. */
export type Plan = Readonly<z.infer<typeof planSchema>>;
export type PlannedRun = Plan['runs'][number];

/** The order of all runs: for each repetition one block of each load, each with the variants in random order. */
export function makePlan(asked: Omit<Plan, 'schema' | 'runs'>): Plan {
  const loads = Object.keys(asked.loads);
  const random = seeded(asked.seed);
  const blocks = Array.from({ length: asked.repeats }, () => blocksOf(loads, 1, random)[0]!).flat();
  const orders = blocksOf(asked.variants, blocks.length, random);
  const runs = blocks.flatMap((load, block) => orders[block]!.map((variant) => ({ block, load, variant })));
  return {
    schema: 'autoscaling-testbed/comparison/v1',
    ...asked,
    runs: runs.map((run, index) => ({ index, ...run })),
  };
}
