import { PrometheusDriver, type InstantVector, type RangeVector } from 'prometheus-query';
import { messageOf, retry, type Kube } from '../kube';
import type { Series, Target } from '../types';
import { counterIncrease, type CounterSeries } from './served';

/** Milliseconds that Prometheus, or the API server before it, may be away. */
const PATIENCE = 30_000;
/**
 * cAdvisor looks at a container every 10 to 15 s, so a shorter window often holds a single value. The window lies around the moment
 * that it stands for, not before it, or the mean over a load of a minute would mostly be of what was before.
 */
const RATE_WINDOW = '[30s] offset -15s';
/** Prometheus answers at most 11,000 points a series. */
const MAX_POINTS = 10_000;
/** The first scrape of a counter's series may lie this long before the load. Milliseconds. */
const LOOKBACK = 120_000;

/** A client of the Prometheus in the cluster, through the API server's service proxy with the kubeconfig's credentials. */
export async function prometheusClient(
  kube: Kube,
  { namespace, service, port }: Target['prometheus'],
): Promise<PrometheusDriver> {
  const { agent, headers } = await kube.credentials();
  return new PrometheusDriver({
    endpoint: `${kube.server}/api/v1/namespaces/${namespace}/services/${service}:${port}/proxy`,
    baseURL: '/api/v1',
    headers,
    // The pods' names can make a query longer than a URL may be.
    preferPost: true,
    requestInterceptor: {
      // The library sets no proxy as null, which axios takes for "ask the environment".
      onFulfilled: (config) => Object.assign(config, { httpsAgent: agent, httpAgent: agent, proxy: false }),
    },
  });
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is asked at the end of a run; the pods are those that the watch saw. */
export function queries(
  namespace: string,
  pods: readonly string[],
): Readonly<Record<string, Pick<Series, 'query' | 'unit'>>> {
  const of = (more: string): string => `{namespace="${namespace}",pod=~"${pods.join('|')}"${more}}`;
  // The containers alone: their pod's cgroup (no container) holds the same CPU again, and POD is the pause container.
  const containers = of(',container!="",container!="POD"');
  return {
    cpuUsage: { query: `sum(rate(container_cpu_usage_seconds_total${containers}${RATE_WINDOW}))`, unit: 'cores' },
    memoryMax: { query: `max(sum by (pod) (container_memory_working_set_bytes${containers}))`, unit: 'bytes' },
    cpuThrottled: {
      query:
        `sum(rate(container_cpu_cfs_throttled_periods_total${containers}${RATE_WINDOW})) / ` +
        `sum(rate(container_cpu_cfs_periods_total${containers}${RATE_WINDOW}))`,
      unit: 'share',
    },
    targetsUp: { query: `avg(up${of('')})`, unit: 'share' },
  };
}

/** A query over the span, by the second as far as Prometheus answers that. Never throws: no data comes with its reason. */
export async function rangeSeries(
  prometheus: PrometheusDriver,
  { query, unit }: Pick<Series, 'query' | 'unit'>,
  { from, to }: Span,
  signal?: AbortSignal,
): Promise<Series> {
  const step = Math.max(1, Math.ceil((to - from) / 1000 / MAX_POINTS));
  return series(query, unit, async () => {
    const { result } = await retry(() => prometheus.rangeQuery(query, from, to, step).catch(fail), {
      within: PATIENCE,
      signal,
    });
    return pointsOf((result as RangeVector[])[0]).filter(([, value]) => Number.isFinite(value));
  });
}

/** How many requests the application counted after `span.from`, as one point. Never throws. */
export async function servedSeries(
  prometheus: PrometheusDriver,
  { namespace, servedCounter: counter }: { readonly namespace: string; readonly servedCounter: string },
  pods: readonly string[],
  { from, to }: Span,
  signal?: AbortSignal,
): Promise<Series> {
  const seconds = Math.ceil((to - from + LOOKBACK) / 1000);
  const query = `${counter}{namespace="${namespace}",pod=~"${pods.join('|')}"}[${seconds}s]`;
  return series(query, 'requests', async () => {
    const { result } = await retry(() => prometheus.instantQuery(query, to).catch(fail), { within: PATIENCE, signal });
    const found = result as RangeVector[];
    if (found.length === 0) return [];
    const counters = found.map((vector): CounterSeries => ({
      pod: (vector.metric.labels as { pod?: string }).pod ?? '',
      points: pointsOf(vector),
    }));
    return [[to, counterIncrease(counters, from)]];
  });
}

/** The label `label` of each series that the query gives now, with its value. */
export async function instantByLabel(
  prometheus: PrometheusDriver,
  query: string,
  label: string,
): Promise<Map<string, number>> {
  const { result } = await prometheus.instantQuery(query).catch(fail);
  return new Map(
    (result as InstantVector[]).map(({ metric, value }) => [
      (metric.labels as Record<string, string>)[label] ?? '',
      (value as { value: number }).value,
    ]),
  );
}

async function series(query: string, unit: string, points: () => Promise<Series['points']>): Promise<Series> {
  try {
    const found = await points();
    return { query, unit, points: found, ...(found.length === 0 ? { reason: 'Prometheus has no data for it' } : {}) };
  } catch (error) {
    return { query, unit, points: [], reason: `Prometheus did not answer: ${messageOf(error)}` };
  }
}

export function pointsOf(vector: RangeVector | undefined): [number, number][] {
  return ((vector?.values ?? []) as { time: Date; value: number }[]).map(({ time, value }) => [time.getTime(), value]);
}

/** The library throws objects that hold the whole request, credentials included: only the message is passed on. */
export function fail(error: unknown): never {
  const {
    error: text,
    message,
    prometheus,
  } = error as {
    error?: string;
    message?: string;
    prometheus?: { message?: string };
  };
  throw new Error(text ?? prometheus?.message ?? message ?? 'unknown error');
}
