import { z } from 'zod';
import {
  adapterMetric,
  adapterNotice,
  externalMetric,
  externalRule,
  externalTarget,
  oneExternalTarget,
  oneQuery,
} from './adapterMetric';
import { createHpa, hpaNotes, replicasClaim } from './hpa';
import { boundsInOrder, hpaCommon } from './hpaSettings';
import type { Variant } from './types';

const NAME = 'hpa-external';

const settings = z
  .strictObject({ ...hpaCommon, ...adapterMetric, ...externalTarget })
  .check(boundsInOrder, oneQuery, oneExternalTarget);

/** An HPA on an external metric, `heavywork_requests_per_second`, from Prometheus through prometheus-adapter. */
export const hpaExternal: Variant<z.infer<typeof settings>> = {
  name: NAME,
  description: 'requests per second of the service, an external metric (HPA)',
  settings,
  requires: () => ['prometheus', 'prometheus-adapter'],
  claims: () => [replicasClaim(NAME), { thing: 'externalMetrics', owner: 'prometheus-adapter' }],
  notes: hpaNotes,
  notice: (values) => adapterNotice(values, values.behavior),
  adapterRules: (values) => ({ rules: [], externalRules: [externalRule(values)] }),
  create: (name, args, options) => createHpa(name, NAME, args, [externalMetric(args.settings)], options),
};
