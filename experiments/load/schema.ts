import { z } from 'zod';
import { bounded, DAY } from '../bounded';
import { lineOf } from '../shapes/compile';
import { peakOf } from '../shapes/line';
import { shapeSchema } from '../shapes/spec';
import { stagesOf } from './shape';
import { journeysSchema, path, requestsSchema, thinkTime } from './requestSchema';
import { DRIVER_NAMES, type LoadSpec } from './spec';

const COUNT = 'a whole number from 1 to 32';
const count = z.int({ error: COUNT }).min(1, { error: COUNT }).max(32, { error: COUNT });
const rate = bounded(0, 10_000, 'requests per second');
const users = bounded(0, 10_000, 'virtual users');

const stage = z
  .strictObject({
    rate: rate.optional(),
    /** The same for the model `users`. */
    users: users.optional(),
    duration: bounded(1, DAY, 's'),
    ramp: bounded(0, DAY, 's').optional(),
  })
  .refine((one) => one.rate !== undefined || one.users !== undefined, {
    path: ['rate'],
    error: 'a number from 0 to 10000 (requests per second); with the model "users" users: a number of virtual users',
  });

type Written = z.output<typeof written>;
const written = z.strictObject({
  driver: z.enum(DRIVER_NAMES, { error: `allowed: ${DRIVER_NAMES.join(', ')}` }),
  model: z.enum(['arrivals', 'users'], { error: 'allowed: arrivals, users' }).optional(),
  thinkTime,
  arrivals: z.enum(['even', 'poisson'], { error: 'allowed: even, poisson' }).optional(),
  seed: z.int({ error: 'a whole number' }).optional(),
  path: path.optional(),
  requests: requestsSchema.optional(),
  journeys: journeysSchema.optional(),
  stages: z
    .array(stage, { error: 'a list of stages, for example [{ rate: 10, duration: 30 }]' })
    .min(1, { error: 'at least one stage, for example { rate: 10, duration: 30 }' })
    .refine((stages) => !stages[0]?.ramp, {
      path: [0, 'ramp'],
      error:
        "none on the first stage: the warm-up runs at that stage's rate already; begin with a stage of rate 0 or 1 for a ramp",
    })
    .refine((stages) => stages.length === 0 || stages.some((one) => level(one) > 0), {
      error: 'a rate over 0 in some stage',
    })
    .optional(),
  /** The stages are made from it. */
  shape: shapeSchema.optional(),
  timeout: bounded(0.1, 300, 's'),
  reuseConnections: z.boolean({ error: 'true or false' }).optional(),
  generators: count.optional(),
  locust: z
    .strictObject({
      web: z.boolean({ error: 'true or false' }).optional(),
      autoscaleWorkers: z
        .strictObject({ max: count, targetCpu: bounded(1, 100, '%').optional() }, { error: 'for example { max: 4 }' })
        .optional(),
    })
    .optional(),
  siege: z.strictObject({ delay: bounded(0, 3600, 's').optional() }).optional(),
});

/** Options of one driver are none of another's. */
const OPTIONS = ['locust', 'siege'] as const;

/** The load as a user writes it. A stage may say `users` for `rate` where virtual users are meant. */
export const loadSchema = written.superRefine(consistent).transform(({ stages = [], ...load }): LoadSpec => ({
  ...load,
  stages:
    load.shape === undefined
      ? stages.map(({ rate: _rate, users: _users, ...one }, i) => ({ rate: level(stages[i]!), ...one }))
      : stagesOf(lineOf(load.shape)),
}));

const level = ({ rate, users }: { readonly rate?: number; readonly users?: number }): number => rate ?? users ?? 0;

/** Keys that only make sense together. */
function consistent(load: Written, context: z.RefinementCtx<Written>): void {
  const wrong = (key: string | (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path: [key].flat(), message });
  const closed = load.model === 'users';
  load.stages?.forEach((one, i) => {
    if (one.users === undefined) return;
    if (!closed) wrong(['stages', i, 'users'], 'only with model: users; otherwise rate, in requests per second');
    else if (one.rate !== undefined) wrong(['stages', i, 'rate'], 'either rate or users');
  });
  if (load.stages === undefined && load.shape === undefined) wrong('stages', 'a list of stages, or a shape');
  // Of a shape that is wrong in itself its own schema tells.
  const shape = shapeSchema.safeParse(load.shape);
  if (shape.success && peakOf(lineOf(shape.data)) === 0) wrong('shape', 'a rate over 0 at some time');
  if (load.thinkTime !== undefined && !closed && load.journeys === undefined)
    wrong('thinkTime', 'only with model: users, or with journeys');
  if (load.arrivals === 'poisson' && closed)
    wrong('arrivals', 'not with model: users, whose requests wait for answers');
  for (const key of OPTIONS) {
    if (load[key] !== undefined && load.driver !== key) wrong(key, `only with driver: ${key}`);
  }
  if (load.path === undefined && load.requests === undefined && load.journeys === undefined)
    wrong('path', 'a path on the service, requests, or journeys');
}

/** The keys of which a load has one: whoever sets one of them takes the others away that a preset has. */
export const ALTERNATIVES = [
  ['stages', 'shape'],
  ['path', 'requests', 'journeys'],
] as const;

/** The keys that go with the value of another one: whoever sets that to another value takes them away that a preset has. */
export const DEPENDENT = [
  { key: 'model', usually: 'arrivals', dependent: ['thinkTime', 'arrivals'] },
  { key: 'driver', usually: 'k6', dependent: ['locust', 'siege'] },
] as const;
