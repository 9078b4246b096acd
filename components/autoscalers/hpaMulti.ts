import { z } from 'zod';
import type { AddonName } from '../addons/names';
import {
  adapterMetric,
  adapterNotice,
  DEFAULT_RATE,
  externalMetric,
  externalRule,
  externalTarget,
  metricName,
  oneExternalTarget,
  oneQuery,
  podsMetric,
  podsRule,
  rate,
} from './adapterMetric';
import type { Claim } from './claims';
import { createHpa, hpaNotes, replicasClaim, type MetricSpec } from './hpa';
import { boundsInOrder, hpaCommon } from './hpaSettings';
import { soonest } from './notice';
import { oneTarget, resourceClaim, resourceMetric, resourceNotice, resourceTarget } from './resourceMetric';
import type { Variant } from './types';

const NAME = 'hpa-multi';

const metric = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('cpu'), ...resourceTarget('cpu') }).check(oneTarget),
  z.strictObject({ type: z.literal('memory'), ...resourceTarget('memory') }).check(oneTarget),
  z
    .strictObject({ type: z.literal('requests'), ...adapterMetric, targetAverageValue: rate.default(DEFAULT_RATE) })
    .check(oneQuery),
  z
    .strictObject({ type: z.literal('external'), ...adapterMetric, ...externalTarget })
    .check(oneQuery, oneExternalTarget),
]);
type Metric = z.infer<typeof metric>;

const settings = z
  .strictObject({
    ...hpaCommon,
    /** @default CPU and requests per second, as hpa-cpu and hpa-requests have them */
    metrics: z
      .array(metric)
      .min(1)
      .prefault([{ type: 'cpu' }, { type: 'requests' }])
      .refine((metrics) => new Set(metrics.map(identity)).size === metrics.length, {
        error: 'each metric once',
      }),
  })
  .check(boundsInOrder);
type Settings = z.infer<typeof settings>;

/** What tells a metric from the others of its HPA. */
function identity(metric: Metric): string {
  const detail = 'counter' in metric ? metricName(metric) : metric.container;
  return [metric.type, detail].join(' ');
}

const ofType = <Type extends Metric['type']>({ metrics }: Settings, type: Type) =>
  metrics.filter((metric): metric is Extract<Metric, { type: Type }> => metric.type === type);

/** One HPA on several metrics: it takes the largest of the numbers that they give. */
export const hpaMulti: Variant<Settings> = {
  name: NAME,
  description: 'several metrics at once, of which the largest number counts (HPA)',
  settings,
  requires: ({ metrics }) => [...new Set(metrics.flatMap(addons))],
  claims: ({ metrics }) => [replicasClaim(NAME), ...metrics.flatMap(claims)],
  notes: hpaNotes,
  notice: ({ metrics, behavior }) =>
    soonest(
      metrics.map((metric) =>
        'counter' in metric ? adapterNotice(metric, behavior) : resourceNotice(metric.type, behavior),
      ),
    ),
  adapterRules: (values) => ({
    rules: ofType(values, 'requests').map(podsRule),
    externalRules: ofType(values, 'external').map(externalRule),
  }),
  create: (name, args, options) => createHpa(name, NAME, args, args.settings.metrics.map(spec), options),
};

function addons(metric: Metric): AddonName[] {
  return 'counter' in metric ? ['prometheus', 'prometheus-adapter'] : ['metrics-server'];
}

function claims(metric: Metric): Claim[] {
  switch (metric.type) {
    case 'cpu':
    case 'memory':
      return [resourceClaim(metric.type, NAME)];
    case 'requests':
      return [];
    case 'external':
      return [{ thing: 'externalMetrics', owner: 'prometheus-adapter' }];
  }
}

function spec(metric: Metric): MetricSpec {
  switch (metric.type) {
    case 'cpu':
    case 'memory':
      return resourceMetric(metric.type, metric);
    case 'requests':
      return podsMetric(metric);
    case 'external':
      return externalMetric(metric);
  }
}
