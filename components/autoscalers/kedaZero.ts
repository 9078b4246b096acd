import { z } from 'zod';
import {
  kedaBounds,
  kedaCommon,
  kedaExternal,
  kedaFallback,
  kedaIdle,
  kedaNotes,
  POLLING_SECONDS,
  restsAtZero,
} from './kedaSettings';
import { periodic, PERIODS } from './notice';
import { prometheusTrigger, trigger, triggerNotice } from './prometheusTrigger';
import { createScaledObject, kedaClaims, MATCHERS } from './scaledObject';
import type { Variant } from './types';

const NAME = 'keda-zero';

const activation = z.strictObject({
  /**
   * What asks for a first pod, as no pod is there to count requests. @default 1 while a load generator runs; where a proxy or a queue
   * stands before the service, its metric
   */
  query: z
    .string()
    .min(1)
    .default('clamp_max(count(container_cpu_usage_seconds_total{namespace="testbed-load",container!=""}), 1)'),
  /** Value for each replica; the default query is at most 1, so that it never asks for more than one. @default 1 */
  threshold: z.number().positive().default(1),
  /** Value over which zero replicas become one. @default 0 */
  activationThreshold: z.number().min(0).optional(),
});

const settings = z
  .strictObject({
    ...kedaCommon(0),
    ...kedaExternal,
    ...prometheusTrigger,
    // Without probes and scrapes, which never end, and with a window that forgets soon: both would keep the last pod.
    query: z
      .string()
      .min(1)
      .default(`sum(rate(node_http_requests_total{${MATCHERS},route!~"/healthz|/readyz|/metrics"}[30s]))`),
    activation: activation.prefault({}),
  })
  .check(kedaBounds, kedaIdle, kedaFallback);

/** A ScaledObject that rests at zero replicas: one trigger wakes it, the other scales it from 1 to N. */
export const kedaZero: Variant<z.infer<typeof settings>> = {
  name: NAME,
  description: 'a Prometheus query, down to zero replicas and up from there (KEDA)',
  settings,
  requires: () => ['prometheus', 'keda'],
  claims: () => kedaClaims(NAME),
  notes: (values) => [
    ...kedaNotes(values, values),
    ...(restsAtZero(values)
      ? ['At zero replicas requests fail until the first pod is ready: nothing holds them back.']
      : []),
  ],
  /** From zero: KEDA's poll sets the first replica itself, without an HPA (scaleFromZeroOrIdle in pkg/scaling/executor). */
  notice: (values) =>
    restsAtZero(values)
      ? periodic(0, PERIODS.scrape, values.pollingInterval ?? POLLING_SECONDS)
      : triggerNotice(values),
  create: (name, args, options) =>
    createScaledObject(
      name,
      NAME,
      args,
      [trigger('requests', args.settings, args), trigger('activation', args.settings.activation, args)],
      options,
    ),
};
