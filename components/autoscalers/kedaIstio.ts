import { z } from 'zod';
import { DEFAULT_TARGET, istioMetric, serviceQuery, type IstioMetric } from './istioMetric';
import { kedaBounds, kedaCommon, kedaExternal, kedaFallback, kedaIdle, kedaNotes, restsAtZero } from './kedaSettings';
import { trigger, triggerNotice, triggerOptions } from './prometheusTrigger';
import { createScaledObject, kedaClaims } from './scaledObject';
import type { Variant } from './types';

const NAME = 'keda-istio';

const settings = z
  .strictObject({
    ...kedaCommon(1),
    ...kedaExternal,
    ...triggerOptions,
    ...istioMetric,
    /** Requests per second for each replica. @default 10 */
    threshold: z.number().positive().default(DEFAULT_TARGET),
    pollingInterval: z.int().min(1).default(10),
    cooldownPeriod: z.int().min(0).default(15),
  })
  .check(kedaBounds, kedaIdle, kedaFallback);

const withQuery = <T extends IstioMetric>(values: T) => ({ ...values, query: serviceQuery(values) });

/** A ScaledObject on the requests per second that Istio's sidecars count before the workload's pods, summed by Prometheus. */
export const kedaIstio: Variant<z.infer<typeof settings>> = {
  name: NAME,
  description: "requests per second of the service, as Istio's sidecars count them (KEDA)",
  settings,
  requires: () => ['prometheus', 'keda', 'istio'],
  claims: () => kedaClaims(NAME),
  notes: (values) => [
    ...kedaNotes(withQuery(values), values),
    ...(restsAtZero(values)
      ? [
          "At zero replicas no sidecar counts requests, so this trigger never brings one back: leave one, or use keda-zero's second trigger.",
        ]
      : []),
  ],
  notice: (values) => triggerNotice(withQuery(values)),
  create: (name, args, options) =>
    createScaledObject(name, NAME, args, [trigger('requests', withQuery(args.settings), args)], options),
};
