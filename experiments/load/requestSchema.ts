import { z } from 'zod';
import { bounded } from '../bounded';
import { METHODS } from './spec';

/** A request's line names which one of the mix it is by a number that is kept in a byte. */
const MOST_STEPS = 200;

export const path = z
  .string()
  .regex(/^\/\S*$/, { error: 'a path on the workload\'s service, for example "/heavywork"' });
export const thinkTime = bounded(0, 3600, 's').optional();
const weight = bounded(0.001, 1e6, 'weight').optional();

const sent = {
  path,
  method: z.enum(METHODS, { error: `allowed: ${METHODS.join(', ')}` }).optional(),
  body: z.string({ error: 'text' }).max(100_000, { error: 'at most 100000 characters' }).optional(),
  headers: z.record(z.string(), z.string({ error: 'text' }), { error: 'names and values' }).optional(),
};

/** A mix of requests as a user writes it. */
export const requestsSchema = z
  .array(z.strictObject({ ...sent, weight }), {
    error: 'a list of requests, for example [{ path: "/heavywork", weight: 1 }]',
  })
  .min(1, { error: 'at least one request, for example { path: "/heavywork" }' })
  .max(36, { error: 'at most 36 requests' });

/** The steps of a journey as a user writes them. */
export const stepsSchema = z
  .array(z.strictObject({ ...sent, thinkTime }), { error: 'a list of requests, for example [{ path: "/browse" }]' })
  .min(1, { error: 'at least one step, for example { path: "/browse" }' });

const journey = z.strictObject({
  name: z.string({ error: 'a name, for example "browse"' }).min(1, { error: 'a name' }).max(60, {
    error: 'at most 60 characters',
  }),
  weight,
  steps: stepsSchema,
});

/** A mix of journeys as a user writes it. */
export const journeysSchema = z
  .array(journey, { error: 'a list of journeys, for example [{ name: "browse", steps: [{ path: "/browse" }] }]' })
  .min(1, { error: 'at least one journey' })
  .max(36, { error: 'at most 36 journeys' })
  .refine((all) => all.reduce((sum, { steps }) => sum + steps.length, 0) <= MOST_STEPS, {
    error: `at most ${MOST_STEPS} steps together`,
  })
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, { error: 'each name once' });
