import { z } from 'zod';
import { adapterMetric, adapterNotice, DEFAULT_RATE, oneQuery, podsMetric, podsRule, rate } from './adapterMetric';
import { createHpa, hpaNotes, replicasClaim } from './hpa';
import { boundsInOrder, hpaCommon } from './hpaSettings';
import type { Variant } from './types';

const NAME = 'hpa-requests';

const settings = z
  .strictObject({
    ...hpaCommon,
    ...adapterMetric,
    /** Mean rate of the pods, requests per second. @default 15 */
    targetAverageValue: rate.default(DEFAULT_RATE),
  })
  .check(boundsInOrder, oneQuery);

/** An HPA on a custom metric of the pods: each one's requests per second, from Prometheus through prometheus-adapter. */
export const hpaRequests: Variant<z.infer<typeof settings>> = {
  name: NAME,
  description: 'requests per second of each pod, a custom metric (HPA)',
  settings,
  requires: () => ['prometheus', 'prometheus-adapter'],
  claims: () => [replicasClaim(NAME)],
  notes: hpaNotes,
  notice: (values) => adapterNotice(values, values.behavior),
  adapterRules: (values) => ({ rules: [podsRule(values)], externalRules: [] }),
  create: (name, args, options) => createHpa(name, NAME, args, [podsMetric(args.settings)], options),
};
