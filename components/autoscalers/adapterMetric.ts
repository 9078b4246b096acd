import { z } from 'zod';
import { longestRange, promDuration } from './duration';
import type { MetricSpec } from './hpa';
import { scaleUpTolerance, scaleUpWindow, type Behavior } from './hpaSettings';
import { averagingLag, held, periodic, PERIODS } from './notice';
import type { Notice } from './types';

/**
 * Six scrapes: two are the least that a rate needs, and some may be lost. Upstream's example has `2m`, which suits scrapes that are further
 * apart; at 5 s it would only notice a step later (12 s instead of 3 s) and forget it later.
 */
const WINDOW = '30s';

/** The settings of a metric that prometheus-adapter makes from a counter. */
export const adapterMetric = {
  /** Counter of requests with the labels `namespace` and `pod`. @default heavywork_requests_total, the sample's */
  counter: z
    .string()
    .regex(/^[a-zA-Z_:][\w:]*$/, { error: 'the name of a counter, such as heavywork_requests_total' })
    .default('heavywork_requests_total'),
  /** Name in the metrics API. @default that of the counter with `_per_second` for `_total` */
  metric: z
    .string()
    .regex(/^[a-zA-Z_]\w*$/, { error: 'letters, digits and "_"' })
    .optional(),
  /** Window of the rate. @default 30s */
  window: promDuration.optional(),
  /** The adapter's own `metricsQuery` template, instead of a rate over `window`. */
  query: z.string().min(1).optional(),
  /** Labels that the series must have: the HPA's metric selector. */
  selector: z.record(z.string(), z.string()).optional(),
};

export interface AdapterMetric {
  readonly counter: string;
  readonly metric?: string | undefined;
  readonly window?: string | undefined;
  readonly query?: string | undefined;
  readonly selector?: Readonly<Record<string, string>> | undefined;
}

/** Requests per second; fractions down to a thousandth. */
export const rate = z.number().min(0.001);

export interface ExternalTarget {
  readonly targetAverageValue?: number | undefined;
  readonly targetValue?: number | undefined;
}

/** The settings of an external metric. */
export const externalTarget = {
  /** Requests per second of all pods, divided by the number of pods. @default 15, unless `targetValue` is set */
  targetAverageValue: rate.optional(),
  /** Requests per second of all pods; instead of `targetAverageValue`. */
  targetValue: rate.optional(),
};

export const oneExternalTarget = z.refine<ExternalTarget>(
  (value) => value.targetAverageValue === undefined || value.targetValue === undefined,
  { path: ['targetValue'], error: 'cannot be set together with targetAverageValue' },
);

export const oneQuery = z.refine<AdapterMetric>(({ window, query }) => window === undefined || query === undefined, {
  path: ['query'],
  error: 'cannot be set together with window',
});

/** Name in the metrics API. */
export const metricName = ({ metric, counter }: AdapterMetric): string =>
  metric ?? `${counter.replace(/_total$/, '')}_per_second`;

const rateQuery = ({ window, query }: AdapterMetric, groupBy: string): string =>
  query ?? `sum(rate(<<.Series>>{<<.LabelMatchers>>}[${window ?? WINDOW}]))${groupBy}`;

/** The rule that gives the rate of each pod, of `custom.metrics.k8s.io`. */
export function podsRule(settings: AdapterMetric): object {
  return {
    seriesQuery: `${settings.counter}{namespace!="",pod!=""}`,
    resources: { overrides: { namespace: { resource: 'namespace' }, pod: { resource: 'pod' } } },
    name: { matches: `^${settings.counter}$`, as: metricName(settings) },
    metricsQuery: rateQuery(settings, ' by (<<.GroupBy>>)'),
  };
}

/** The rule that gives the rate of all pods of the HPA's namespace together, of `external.metrics.k8s.io`. */
export function externalRule(settings: AdapterMetric): object {
  return {
    seriesQuery: `${settings.counter}{namespace!=""}`,
    resources: { overrides: { namespace: { resource: 'namespace' } } },
    name: { matches: `^${settings.counter}$`, as: metricName(settings) },
    metricsQuery: rateQuery(settings, ''),
  };
}

/** The metric of an HPA: mean of the pods' rates. */
export function podsMetric(settings: AdapterMetric & { readonly targetAverageValue: number }): MetricSpec {
  return {
    type: 'Pods',
    pods: {
      metric: identifier(settings),
      target: { type: 'AverageValue', averageValue: String(settings.targetAverageValue) },
    },
  };
}

/** Requests per second and pod that a pod of the default size serves at 75 % of its CPU request (a request costs about 10 ms). */
export const DEFAULT_RATE = 15;

/** The metric of an HPA: the rate of all pods, per pod (`targetAverageValue`) or as a whole (`targetValue`). */
export function externalMetric(settings: AdapterMetric & ExternalTarget): MetricSpec {
  const { targetValue, targetAverageValue = DEFAULT_RATE } = settings;
  return {
    type: 'External',
    external: {
      metric: identifier(settings),
      target:
        targetValue === undefined
          ? { type: 'AverageValue', averageValue: String(targetAverageValue) }
          : { type: 'Value', value: String(targetValue) },
    },
  };
}

function identifier(settings: AdapterMetric) {
  return { name: metricName(settings), selector: settings.selector && { matchLabels: { ...settings.selector } } };
}

/**
 * Time to notice through Prometheus and HPA: the adapter asks Prometheus for each request of the HPA (GetExternalMetric and
 * GetMetricBySelector in prometheus-adapter/pkg), so it adds no period of its own.
 */
export function adapterNotice(settings: AdapterMetric, behavior: Behavior | undefined): Notice {
  const lag = averagingLag(longestRange(rateQuery(settings, '')), scaleUpTolerance(behavior));
  return held(periodic(lag, PERIODS.scrape, PERIODS.hpaSync), scaleUpWindow(behavior));
}
