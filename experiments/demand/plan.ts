import { z } from 'zod';

/** How a search is made: with it the search is the same again, up to the answers. */
export const planSchema = z.strictObject({
  schema: z.literal('autoscaling-testbed/demand-plan/v1'),
  /** Numbers of replicas, the smallest and the largest. */
  from: z.int().min(1),
  to: z.int().min(1),
  slos: z.array(z.strictObject({ sli: z.string(), max: z.number().optional(), min: z.number().optional() })).min(1),
  /** No rate above this is tried, requests per second. */
  maxRate: z.number().positive(),
  /** Measurements of a rate, at most: the majority decides. */
  repeats: z.int().min(1),
  /** How far a rate that is kept and one that is not are apart at the end, as a share of the former. */
  resolution: z.number().positive(),
  /** Seconds that a rate is measured for. */
  duration: z.number().positive(),
  /** Seconds at a rate before it is measured. */
  settle: z.number().min(0),
  /** What is requested: the load of the experiment without its stages. */
  load: z.looseObject({}),
  /** Of the pods that were measured: others have other capacities. */
  pods: z.string(),
});
export type DemandPlan = Readonly<z.infer<typeof planSchema>>;

/** Whether a search by one plan can go on by the other: only how far it goes may differ. */
export function continues(kept: DemandPlan, asked: DemandPlan): boolean {
  const text = ({ to: _, ...rest }: DemandPlan): string => JSON.stringify(rest);
  return text(kept) === text(asked);
}
