import type { ExperimentSpec } from '../../../../experiments/types';
import type { RequestMetrics } from '../../../workload/requestMetrics';

/** An objective that has an error budget: a share of the requests may miss it. */
export interface Objective {
  /** For people and as a label, for example `latencyP95 <= 500 ms`. */
  readonly slo: string;
  /** Share of the requests that may miss it, over 0 and under 1. */
  readonly budget: number;
  /** What it is for a request to miss it. */
  readonly miss: string;
  /** PromQL: requests per second that miss it, over `window`. */
  readonly missed: (window: string) => string;
  /** PromQL: all requests per second, over `window`. */
  readonly all: (window: string) => string;
}

/** The requests that objectives are about. */
export interface Requests {
  readonly metrics: RequestMetrics;
  readonly namespace: string;
  /** The label `app` of the workload. */
  readonly app: string;
  /** Path that the load goes to; a query string is not part of it. */
  readonly path: string;
}

type Slo = ExperimentSpec['slos'][number];

/** The share of requests that a latency SLI is the bound of: `latencyP95` is 0.95. Its maximum has no share. */
const QUANTILES: Readonly<Record<string, number>> = {
  latencyP50: 0.5,
  latencyP90: 0.9,
  latencyP95: 0.95,
  latencyP99: 0.99,
};

/**
 * The experiment's objectives as shares of requests, by the application's own metrics. Those that are not about single requests
 * (CPU, replicas, reaction times), and those that leave no request to miss them, have no error budget and are left out.
 */
export function objectives(slos: readonly Slo[], requests: Requests): Objective[] {
  return slos.flatMap((slo) => latency(slo, requests) ?? failures(slo, requests) ?? []);
}

/** A quantile's bound says how many requests have to keep it. */
function latency({ sli, max }: Slo, requests: Requests): Objective | undefined {
  const quantile = QUANTILES[sli];
  if (quantile === undefined || max === undefined) return undefined;
  const { metrics } = requests;
  // Between two bounds nothing is known. The lower one is the stricter.
  const bound = metrics.buckets.findLast((bucket) => bucket <= max / 1000);
  if (bound === undefined) return undefined;
  const series = (suffix: string, more: string, window: string) =>
    `sum(rate(${metrics.duration}_${suffix}{${selector(requests)}${more}}[${window}]))`;
  const all = (window: string) => series('count', '', window);
  // Prometheus writes whole bounds with a decimal since its version 3.
  const le = Number.isInteger(bound) ? `le=~"${bound}|${bound}.0"` : `le="${bound}"`;
  return {
    slo: `${sli} <= ${max} ms`,
    budget: share(1 - quantile),
    miss: `it took longer than ${bound} s`,
    missed: (window) => `(${all(window)} - ${series('bucket', `,${le}`, window)})`,
    all,
  };
}

function failures({ sli, min, max }: Slo, requests: Requests): Objective | undefined {
  const bound = sli === 'availability' ? min : sli === 'errorRate' ? max : undefined;
  if (bound === undefined) return undefined;
  const budget = share(sli === 'availability' ? 1 - bound : bound);
  if (budget <= 0 || budget >= 1) return undefined;
  const { metrics } = requests;
  const series = (more: string, window: string) =>
    `sum(rate(${metrics.total}{${selector(requests)}${more}}[${window}]))`;
  const all = (window: string) => series('', window);
  return {
    slo: `${sli} ${sli === 'availability' ? '>=' : '<='} ${bound}`,
    budget,
    miss: 'it failed',
    // The series of failures begins with the first one: until then there are none, if there are requests at all.
    missed: (window) => `(${series(`,${metrics.failed}`, window)} or 0 * ${all(window)})`,
    all,
  };
}

function selector({ metrics, namespace, app, path }: Requests): string {
  return `namespace="${namespace}",app="${app}",${metrics.route}="${path.split('?', 1)[0]}"`;
}

/** Without the last digits of binary fractions: 1 - 0.99 is 0.01. */
function share(value: number): number {
  return Number(value.toPrecision(12));
}
