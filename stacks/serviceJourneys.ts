/** What users come for at a workload of several services, and the load that it is. */
import { z } from 'zod';
import { path as pathWithQuery, stepsSchema } from '../experiments/load/requestSchema';
import type { Journey, JourneyStep, LoadSpec } from '../experiments/load/spec';

/** One path of the entry, or several one after the other. */
export type ServiceJourney =
  { readonly path: string; readonly weight: number } | (Journey & { readonly weight: number });

/** A journey as a user writes it. */
export const serviceJourney = z
  .strictObject({
    /** For one that is a single request. */
    path: pathWithQuery.optional(),
    name: z.string().min(1).max(60).optional(),
    weight: z.number().positive(),
    /** The requests of one user, with `thinkTime` after each. */
    steps: stepsSchema.optional(),
  })
  .refine(({ path, steps }) => (path === undefined) !== (steps === undefined), {
    path: ['path'],
    error: 'either a path, or a name and steps, for example [{ path: "/browse" }, { path: "/cart" }]',
  })
  .refine(({ name, steps }) => steps === undefined || name !== undefined, {
    path: ['name'],
    error: 'a name, for example "add to cart"',
  })
  .transform(({ path = '', name = path, weight, steps }): ServiceJourney =>
    steps === undefined ? { path, weight } : { name, weight, steps },
  );

/** The requests of a journey. */
export const stepsOf = (journey: ServiceJourney): readonly JourneyStep[] =>
  'steps' in journey ? journey.steps : [{ path: journey.path }];

/** A path without what comes after a question mark. */
export const withoutQuery = (path: string): string => path.split('?', 1)[0] ?? path;

/** What of a load the journeys are; only k6 plays their steps in a row, the other drivers send the same requests each for itself. */
export function loadOf(
  journeys: readonly ServiceJourney[],
  driver: unknown,
): Pick<LoadSpec, 'path' | 'requests' | 'journeys'> {
  if (driver === 'k6' && journeys.some((journey) => 'steps' in journey))
    return {
      journeys: journeys.map((journey) =>
        'steps' in journey ? journey : { name: journey.path, weight: journey.weight, steps: stepsOf(journey) },
      ),
    };
  const requests = journeys.flatMap((journey) =>
    stepsOf(journey).map(({ thinkTime: _, ...step }) => ({ ...step, weight: journey.weight })),
  );
  const [only, ...others] = requests;
  return only !== undefined && others.length === 0 && Object.keys(only).length === 2
    ? { path: only.path }
    : { requests };
}
