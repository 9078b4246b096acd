import type { Point } from '../slis/steps';
import { knownUntil, updates } from './cadvisor';
import { PROXY, serviceSeries, type RawCounter } from './counters';
import { boundOf } from './rises';

/**
 * What is asked of Prometheus for a service's pods in a mesh, and of no application: Istio's standard metrics
 * (istio.io/latest/docs/reference/config/metrics) and cAdvisor's. One text for all clusters (docs/istio.md).
 */
export const MESH_COUNTERS = [
  'istio_requests_total',
  'istio_request_duration_milliseconds_(bucket|sum|count)',
  'container_cpu_usage_seconds_total',
  'container_cpu_cfs_throttled_periods_total',
  'container_cpu_cfs_periods_total',
].join('|');

/** Before the names of a mesh's series in a recording. */
export const MESH = 'mesh/';

/** Answered with 4xx or 5xx, or the caller went away (0). */
const FAILED = /^(0|[45]..)$/;

const CONTAINER: Readonly<Record<string, readonly [app: string, proxy: string]>> = {
  container_cpu_usage_seconds_total: ['cpu', 'proxyCpu'],
  container_cpu_cfs_throttled_periods_total: ['throttledPeriods', 'proxyThrottledPeriods'],
  container_cpu_cfs_periods_total: ['periods', 'proxyPeriods'],
};

/**
 * Names of the series that a counter of a service's pod belongs to. What its own proxy let in (reporter `destination`): `requests`, `failed`, `code/503`,
 * `latencyBucket/0.1`, ...; what it let out (`source`): `calls/cart`, `callsFailed/cart`, `callSeconds/cart`, `callBucket/cart|0.1`, ...
 */
export function meshSeriesOf({ name, labels }: Pick<RawCounter, 'name' | 'labels'>): string[] {
  const { container, reporter, le = '', response_code: code = '' } = labels;
  const [app, proxy] = CONTAINER[name] ?? [];
  // The pod's cgroup counts its containers again; POD is the pause container.
  if (app !== undefined && proxy !== undefined)
    return !container || container === 'POD' ? [] : [container === PROXY ? proxy : app];
  const seconds = boundOf(le) / 1000;
  const bound = seconds === Infinity ? '+Inf' : String(seconds);
  if (reporter === 'destination') {
    if (name === 'istio_requests_total') return ['requests', ...(FAILED.test(code) ? ['failed', `code/${code}`] : [])];
    if (name.endsWith('_bucket')) return [`latencyBucket/${bound}`];
    return [name.endsWith('_sum') ? 'latencySum' : 'latencyCount'];
  }
  const callee = calleeOf(labels);
  if (reporter !== 'source' || callee === undefined) return [];
  if (name === 'istio_requests_total')
    return [`calls/${callee}`, ...(FAILED.test(code) ? [`callsFailed/${callee}`] : [])];
  if (name.endsWith('_bucket')) return [`callBucket/${callee}|${bound}`];
  return [name.endsWith('_sum') ? `callSeconds/${callee}` : `callCount/${callee}`];
}

/** Whom a caller's proxy sent to: the workload where it knows it, else the service, else the host. */
function calleeOf(labels: RawCounter['labels']): string | undefined {
  const { destination_workload, destination_service_name, destination_service } = labels;
  return [destination_workload, destination_service_name, destination_service].find(
    (name) => name !== undefined && name !== '' && name !== 'unknown',
  );
}

/** Every series that the mesh counted of a service, times in seconds; none where its pods are in no mesh. */
export function meshSeries(counters: readonly RawCounter[], times: readonly number[]): Record<string, Point[]> {
  if (!counters.some(({ name }) => name.startsWith('istio_'))) return {};
  const seen = counters.map((counter) =>
    isContainer(counter) ? { ...counter, points: updates(counter.points) } : counter,
  );
  const found = serviceSeries(seen, times, meshSeriesOf);
  for (const name of ['latencySum', ...Object.keys(found).filter((one) => one.startsWith('callSeconds/'))])
    found[name] &&= found[name].map(([time, milliseconds]) => [time, milliseconds / 1000]);
  for (const name of ['cpu', 'proxyCpu']) {
    const until = knownUntil(counters.filter((one) => meshSeriesOf(one).includes(name)).map(({ points }) => points));
    found[name] &&= found[name].filter(([time]) => time <= until);
  }
  return withoutIdleBuckets(found);
}

const isContainer = ({ name }: RawCounter): boolean => CONTAINER[name] !== undefined;

/**
 * Without the buckets that say nothing: below the last one with no request, and above the first one with all of them. A proxy has twenty for each
 * caller and callee.
 */
function withoutIdleBuckets(series: Readonly<Record<string, Point[]>>): Record<string, Point[]> {
  const histogram = (name: string): string | undefined => /^(latencyBucket\/|callBucket\/[^|]*\|)/.exec(name)?.[0];
  const last = (name: string): number => series[name]?.at(-1)?.[1] ?? 0;
  const kept = (name: string): boolean => {
    const prefix = histogram(name);
    if (prefix === undefined || name === `${prefix}+Inf`) return true;
    const bounds = Object.keys(series)
      .filter((one) => histogram(one) === prefix)
      .sort((a, b) => boundOf(a.slice(prefix.length)) - boundOf(b.slice(prefix.length)));
    const [below, above] = [bounds[bounds.indexOf(name) - 1], bounds[bounds.indexOf(name) + 1]];
    if (last(name) === 0) return above === undefined || last(above) > 0;
    return below === undefined || last(below) < last(`${prefix}+Inf`);
  };
  return Object.fromEntries(Object.entries(series).filter(([name]) => kept(name)));
}
