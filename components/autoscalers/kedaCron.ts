import { z } from 'zod';
import { kedaBounds, kedaCommon, kedaExternal, kedaFallback, kedaIdle, kedaNotes } from './kedaSettings';
import { createScaledObject, kedaClaims } from './scaledObject';
import type { Variant } from './types';

const NAME = 'keda-cron';

const schedule = z.string().regex(/^\S+( \S+){4}$/, {
  error: 'five fields (minute, hour, day of the month, month, day of the week), for example "0 8 * * 1-5"',
});

const settings = z
  .strictObject({
    ...kedaCommon(1),
    ...kedaExternal,
    /** A name of the IANA time zone database. @default UTC */
    timezone: z
      .string()
      .refine(isTimezone, { error: 'a name of the IANA time zone database, for example Europe/Berlin' })
      .default('UTC'),
    /** When the replicas go up. @default every 20 minutes */
    start: schedule.default('*/20 * * * *'),
    /** When they go down. @default 10 minutes after each start, which is longer than the HPA's downscale window of 5 */
    end: schedule.default('10-59/20 * * * *'),
    /** Replicas between start and end. @default 5 */
    desiredReplicas: z.int().min(1).default(5),
  })
  .check(kedaBounds, kedaIdle, kedaFallback)
  .refine(({ start, end }) => start !== end, { path: ['end'], error: 'must not be the same as start' });

/** A ScaledObject on a schedule; it does not look at the load. */
export const kedaCron: Variant<z.infer<typeof settings>> = {
  name: NAME,
  description: 'a schedule (KEDA)',
  settings,
  requires: () => ['keda'],
  claims: () => kedaClaims(NAME),
  notes: (values) => [
    ...kedaNotes(values),
    ...(values.desiredReplicas > values.maxReplicaCount
      ? [`desiredReplicas ${values.desiredReplicas}: no more than maxReplicaCount, ${values.maxReplicaCount}, are set.`]
      : []),
    ...(values.desiredReplicas <= values.minReplicaCount
      ? [`The schedule: no effect, because desiredReplicas is not above minReplicaCount, ${values.minReplicaCount}.`]
      : []),
  ],
  notice: () => null,
  create(name, args, options) {
    const { timezone, start, end, desiredReplicas } = args.settings;
    const metadata = { timezone, start, end, desiredReplicas: String(desiredReplicas) };
    return createScaledObject(name, NAME, args, [{ type: 'cron', name: 'schedule', metadata }], options);
  },
};

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
