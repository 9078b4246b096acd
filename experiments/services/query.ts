import type { PrometheusDriver, RangeVector } from 'prometheus-query';
import { messageOf, retry } from '../kube';
import { fail, pointsOf, type Span } from '../record/prometheus';
import type { Point } from '../slis/steps';
import type { Series } from '../types';
import { COUNTERS, serviceSeries, type RawCounter } from './counters';
import { MESH, MESH_COUNTERS, meshSeries } from './mesh';

/** Milliseconds that Prometheus, or the API server before it, may be away. */
const PATIENCE = 30_000;
/** The last scrape before the load may lie this long before it, ms. */
const LOOKBACK = 30_000;
/** Points of a series at most, and at least this many ms between two. */
const MOST = 600;
const STEP = 2000;

/** What is asked of a service's pods. */
interface Asked {
  readonly namespace: string;
  readonly pods: readonly string[];
  readonly span: Span;
  readonly signal?: AbortSignal;
}

/** The counters of a service's pods over the span, by name. Never throws: where there is nothing, `requests` says why. */
export async function queryService(
  prometheus: PrometheusDriver,
  asked: Asked,
): Promise<Readonly<Record<string, Series>>> {
  return named('requests', queryOf(COUNTERS, asked), asked, async (query) => {
    const counters = await raw(prometheus, query, asked);
    if (counters.length === 0) throw new Error('Prometheus has no data for it');
    return serviceSeries(counters, gridOf(asked.span));
  });
}

/**
 * What the mesh counted of a service, by name, each after `mesh/`; nothing where the pods are in none. Never throws: where it does not answer, `mesh/requests`
 * says why.
 */
export async function queryMesh(prometheus: PrometheusDriver, asked: Asked): Promise<Readonly<Record<string, Series>>> {
  if (asked.pods.length === 0) return {};
  return named(`${MESH}requests`, queryOf(MESH_COUNTERS, asked), asked, async (query) => {
    const series = meshSeries(await raw(prometheus, query, asked), gridOf(asked.span));
    return Object.fromEntries(Object.entries(series).map(([name, points]) => [`${MESH}${name}`, points]));
  });
}

const queryOf = (names: string, { namespace, pods, span }: Asked): string => {
  const seconds = Math.ceil((span.to - span.from + LOOKBACK) / 1000);
  return `{__name__=~"${names}",namespace="${namespace}",pod=~"${pods.join('|')}"}[${seconds}s]`;
};

async function raw(
  prometheus: PrometheusDriver,
  query: string,
  { span, signal }: Asked,
): Promise<readonly RawCounter[]> {
  const { result } = await retry(() => prometheus.instantQuery(query, span.to).catch(fail), {
    within: PATIENCE,
    signal,
  }).catch((error: unknown) => {
    throw new Error(`Prometheus did not answer: ${messageOf(error)}`, { cause: error });
  });
  return (result as RangeVector[]).map((vector) => ({
    name: vector.metric.name ?? '',
    labels: vector.metric.labels as Record<string, string>,
    points: pointsOf(vector),
  }));
}

/** Points as series; the one query is long, and stands once, at `first`, which also says why there is nothing. */
async function named(
  first: string,
  query: string,
  { pods }: Asked,
  points: (query: string) => Promise<Readonly<Record<string, Point[]>>>,
): Promise<Readonly<Record<string, Series>>> {
  try {
    if (pods.length === 0) throw new Error('no pod was seen');
    return Object.fromEntries(
      Object.entries(await points(query)).map(([name, found]) => [
        name,
        { query: name === first ? query : `as ${first}`, unit: unitOf(name), points: found.map(rounded) },
      ]),
    );
  } catch (error) {
    return { [first]: { query, unit: 'requests', points: [], reason: messageOf(error) } };
  }
}

const unitOf = (name: string): string =>
  /^(mesh\/)?(requests|failed|code|latencyCount|latencyBucket|calls|callCount|callBucket)/.test(name)
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
