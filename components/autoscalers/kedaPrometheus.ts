import { z } from 'zod';
import { kedaBounds, kedaCommon, kedaExternal, kedaFallback, kedaIdle, kedaNotes, restsAtZero } from './kedaSettings';
import { prometheusTrigger, trigger, triggerNotice } from './prometheusTrigger';
import { createScaledObject, kedaClaims } from './scaledObject';
import type { Variant } from './types';

const NAME = 'keda-prometheus';

const settings = z
  .strictObject({
    ...kedaCommon(1),
    ...kedaExternal,
    ...prometheusTrigger,
    pollingInterval: z.int().min(1).default(10),
    cooldownPeriod: z.int().min(0).default(15),
  })
  .check(kedaBounds, kedaIdle, kedaFallback);

/** A ScaledObject on the requests per second that the workload's pods count, summed by Prometheus. */
export const kedaPrometheus: Variant<z.infer<typeof settings>> = {
  name: NAME,
  description: 'a Prometheus query, requests per second of the service (KEDA)',
  settings,
  requires: () => ['prometheus', 'keda'],
  claims: () => kedaClaims(NAME),
  notes: (values) => [
    ...kedaNotes(values, values),
    ...(restsAtZero(values)
      ? [
          'At zero replicas no pod counts requests, so a query on their counters never brings one back; keda-zero has a second trigger.',
        ]
      : []),
  ],
  notice: triggerNotice,
  create: (name, args, options) =>
    createScaledObject(name, NAME, args, [trigger('requests', args.settings, args)], options),
};
