import { z } from 'zod';
import { goDuration, longestRange } from './duration';
import { scaleUpTolerance, scaleUpWindow } from './hpaSettings';
import { POLLING_SECONDS, type KedaSettings } from './kedaSettings';
import { averagingLag, held, periodic, PERIODS } from './notice';
import { MATCHERS, prometheusAddress, workloadQuery, type Trigger } from './scaledObject';
import type { Notice, VariantArgs } from './types';

/** What KEDA does with the answer to a query. */
export const triggerOptions = {
  /** Value for each replica. @default 50 */
  threshold: z.number().positive().default(50),
  /** Value over which zero replicas become one. @default 0 */
  activationThreshold: z.number().min(0).optional(),
  /** No series counts as 0, not as an error. @default true */
  ignoreNullValues: z.boolean().optional(),
  /** How long KEDA waits for Prometheus. @default 3s, KEDA's own */
  timeout: goDuration.optional(),
  /** `AverageValue`: threshold for each replica; `Value`: for all together. @default AverageValue */
  metricType: z.enum(['AverageValue', 'Value']).optional(),
  /** The HPA gets what KEDA saw at its last poll. @default false: KEDA asks Prometheus for each request of the HPA */
  useCachedMetrics: z.boolean().optional(),
};

/**
 * KEDA's Prometheus scaler (kedacore/keda v2.21.0, pkg/scalers/prometheus_scaler.go), without what concerns other servers and
 * authentication.
 */
export const prometheusTrigger = {
  /** `<<.LabelMatchers>>` stands for the labels of the workload's pods. */
  query: z.string().min(1).default(`sum(rate(node_http_requests_total{${MATCHERS}}[2m]))`),
  ...triggerOptions,
};

export interface PrometheusTrigger {
  readonly query: string;
  readonly threshold: number;
  readonly activationThreshold?: number | undefined;
  readonly ignoreNullValues?: boolean | undefined;
  readonly timeout?: string | undefined;
  readonly metricType?: 'AverageValue' | 'Value' | undefined;
  readonly useCachedMetrics?: boolean | undefined;
}

/** The trigger, with `name` for `scalingModifiers.formula`. */
export function trigger(
  name: string,
  settings: PrometheusTrigger,
  { workload, prometheus }: Pick<VariantArgs<unknown>, 'workload' | 'prometheus'>,
): Trigger {
  const text = (value: number | boolean | undefined) => (value === undefined ? undefined : String(value));
  return {
    type: 'prometheus',
    name,
    metricType: settings.metricType,
    useCachedMetrics: settings.useCachedMetrics,
    metadata: {
      serverAddress: prometheusAddress(prometheus),
      query: workloadQuery(settings.query, workload),
      threshold: String(settings.threshold),
      activationThreshold: text(settings.activationThreshold),
      ignoreNullValues: text(settings.ignoreNullValues),
      timeout: settings.timeout,
    },
  };
}

/**
 * Time to notice from 1 to N: the HPA asks KEDA's metrics server, which asks Prometheus there and then (GetScaledObjectMetrics in
 * pkg/scaling/scale_handler.go), or with `useCachedMetrics` answers what the last poll gave.
 */
export function triggerNotice(settings: PrometheusTrigger & KedaSettings): Notice {
  const behavior = settings.advanced?.horizontalPodAutoscalerConfig?.behavior;
  const lag = averagingLag(longestRange(settings.query), scaleUpTolerance(behavior));
  const poll = settings.useCachedMetrics ? [settings.pollingInterval ?? POLLING_SECONDS] : [];
  return held(periodic(lag, PERIODS.scrape, ...poll, PERIODS.hpaSync), scaleUpWindow(behavior));
}
