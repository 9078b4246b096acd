import type { PrometheusDriver, RangeVector } from 'prometheus-query';
import { messageOf, retry } from '../kube';
import { fail, pointsOf, type Span } from '../record/prometheus';
import type { Point } from '../slis/steps';
import type { Series } from '../types';
import { COUNTERS, serviceSeries, type RawCounter } from './counters';

/** Milliseconds that Prometheus, or the API server before it, may be away. */
const PATIENCE = 30_000;
/** The last scrape before the load may lie this long before it, ms. */
const LOOKBACK = 30_000;
/** Points of a series at most, and at least this many ms between two. */
const MOST = 600;
const STEP = 2000;

/** The counters of a service's pods over the span, by name. Never throws: where there is nothing, `requests` says why. */
export async function queryService(
  prometheus: PrometheusDriver,
  namespace: string,
  pods: readonly string[],
  span: Span,
  signal?: AbortSignal,
): Promise<Readonly<Record<string, Series>>> {
  const seconds = Math.ceil((span.to - span.from + LOOKBACK) / 1000);
  const query = `{__name__=~"${COUNTERS}",namespace="${namespace}",pod=~"${pods.join('|')}"}[${seconds}s]`;
  const nothing = (reason: string) => ({ requests: { query, unit: 'requests', points: [], reason } });
  if (pods.length === 0) return nothing('no pod was seen');
  try {
    const { result } = await retry(() => prometheus.instantQuery(query, span.to).catch(fail), {
      within: PATIENCE,
      signal,
    });
    const counters = (result as RangeVector[]).map((vector): RawCounter => ({
      name: vector.metric.name ?? '',
      labels: vector.metric.labels as Record<string, string>,
      points: pointsOf(vector),
    }));
    if (counters.length === 0) return nothing('Prometheus has no data for it');
    const series = Object.entries(serviceSeries(counters, gridOf(span)));
    return Object.fromEntries(
      series.map(([name, points]) => [
        name,
        // The one query is long, and stands once.
        { query: name === 'requests' ? query : 'as requests', unit: unitOf(name), points: points.map(rounded) },
      ]),
    );
  } catch (error) {
    return nothing(`Prometheus did not answer: ${messageOf(error)}`);
  }
}

const unitOf = (name: string): string =>
  /^(requests|failed|latencyCount|latencyBucket|calls)/.test(name)
    ? 'requests'
    : /eriods$/.test(name)
      ? 'periods'
      : 's';

const rounded = ([time, value]: Point): Point => [Math.round(time), Number(value.toFixed(4))];

/** Times of the points, the span's ends among them. */
export function gridOf({ from, to }: Span): number[] {
  const count = Math.max(1, Math.ceil((to - from) / Math.max(STEP, (to - from) / MOST)));
  return Array.from({ length: count + 1 }, (_, index) => from + ((to - from) * index) / count);
}
