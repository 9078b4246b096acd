import { z } from 'zod';

const point = z.strictObject({
  replicas: z.int({ error: 'a whole number of replicas, 1 or more' }).min(1),
  rate: z.number({ error: 'requests per second, over 0' }).positive(),
  /** Up to this rate every single measurement kept the objectives. */
  low: z.number().min(0).optional(),
  /** From this rate on every one missed them; null: none did. */
  high: z.number().positive().nullable().optional(),
});

/** The capacity of a number of replicas: the highest rate (requests per second) at which it keeps the objectives. */
export type DemandPoint = Readonly<z.infer<typeof point>>;

export const curveSchema = z
  .array(point, { error: 'a list of capacities, for example [{ replicas: 1, rate: 20 }, { replicas: 2, rate: 41 }]' })
  .min(1)
  .refine((points) => points.every(({ replicas }, i) => i === 0 || replicas > points[i - 1]!.replicas), {
    error: 'each point with more replicas than the one before',
  });

/** Capacities in order of replicas: what `find-replicas` measures, and what the elasticity metrics take as the demand. */
export type DemandCurve = readonly DemandPoint[];

/** The demand of a workload. A file of `find-replicas` says more (the objectives, the repeats); only the curve is read. */
export const demandSchema = z.object(
  { curve: curveSchema },
  {
    error:
      'an object with a curve, or the path of a file of find-replicas, for example "results/dev/demand/ID/demand.json"',
  },
);
export type Demand = Readonly<z.infer<typeof demandSchema>>;

/**
 * The demand at a rate: the least number of replicas that keeps the objectives; 0 at no load. Null above what the largest number of the curve can
 * serve. Of a number between two of the curve nothing is known, so the larger one is needed.
 */
export function demandAt(curve: DemandCurve, rate: number): number | null {
  if (rate <= 0) return 0;
  return curve.find((point) => point.rate >= rate)?.replicas ?? null;
}
