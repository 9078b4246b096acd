import type { Point } from '../slis/steps';

/** Raw samples of one counter of one pod, ascending in time. */
export interface RawCounter {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly Point[];
}

/** Milliseconds before its first sample at which a counter that appears under way was 0: one scrape. */
const SCRAPE = 5000;

/**
 * By how much the counters rose since `times[0]`, added up, at each of the times. Between two samples a counter is taken to rise evenly;
 * after its last one it stays. A value that falls is a restart, and counts from 0 again; a counter that has no sample at or before
 * `times[0]` began later, and counts from 0. Unlike PromQL's increase() nothing is extrapolated.
 */
export function cumulative(counters: readonly RawCounter[], times: readonly number[]): Point[] {
  const from = times[0] ?? 0;
  const rises = counters.map(({ points }) => rise(points, from)).filter((points) => points.length > 0);
  return times.map((time) => [time, rises.reduce((sum, points) => sum + at(points, time), 0)]);
}

/** What a counter counted since its first sample, without restarts, 0 at `from`. */
function rise(points: readonly Point[], from: number): Point[] {
  const [first] = points;
  if (first === undefined) return [];
  let total = 0;
  let before = first[1];
  const risen = points.map(([time, value]): Point => {
    total += value >= before ? value - before : value;
    before = value;
    return [time, total];
  });
  if (first[0] > from) {
    return [[Math.max(from, first[0] - SCRAPE), 0], ...risen.map(([time, value]): Point => [time, value + first[1]])];
  }
  const base = at(risen, from);
  return risen.map(([time, value]) => [time, value - base]);
}

/** By straight lines between the points; the first and the last value hold outside. Null without points. */
export function interpolated(points: readonly Point[], time: number): number | null {
  return points.length === 0 ? null : at(points, time);
}

function at(points: readonly Point[], time: number): number {
  let [low, high] = [0, points.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((points[middle] as Point)[0] <= time) low = middle;
    else high = middle;
  }
  const [a, b] = [points[low] as Point, points[high] as Point];
  if (time <= a[0]) return a[1];
  if (time >= b[0]) return b[1];
  return a[1] + ((b[1] - a[1]) * (time - a[0])) / (b[0] - a[0]);
}

/** What is asked of Prometheus for a service's pods. */
export const COUNTERS = [
  'node_http_requests_total',
  'http_request_duration_seconds_sum',
  'http_request_duration_seconds_count',
  'http_request_duration_seconds_bucket',
  'service_.+_total',
  'process_cpu_seconds_total',
  'container_cpu_cfs_throttled_periods_total',
  'container_cpu_cfs_periods_total',
].join('|');

/** The container of a mesh's proxy in a pod; the others are the application's. */
export const PROXY = 'istio-proxy';

/** Not asked for by users. */
const INTERNAL = /^\/(healthz|readyz|metrics)$/;

const PLAIN: Readonly<Record<string, string>> = {
  http_request_duration_seconds_sum: 'latencySum',
  http_request_duration_seconds_count: 'latencyCount',
  service_pool_wait_seconds_total: 'poolWait',
  service_delay_seconds_total: 'delay',
  service_work_wait_seconds_total: 'workWait',
  service_work_seconds_total: 'work',
  service_downstream_wait_seconds_total: 'downstreamWait',
  process_cpu_seconds_total: 'cpu',
  container_cpu_cfs_throttled_periods_total: 'throttledPeriods',
  container_cpu_cfs_periods_total: 'periods',
};

/** Names of the series that a counter of a service's pod belongs to: `requests`, `failed`, `latencyBucket/0.1`, `calls/cart`, ... */
export function seriesOf({ name, labels }: Pick<RawCounter, 'name' | 'labels'>): string[] {
  if (INTERNAL.test(labels['route'] ?? '')) return [];
  // The pod's cgroup counts its containers' periods again, and a proxy's are not the service's.
  if (name.startsWith('container_') && (!labels['container'] || labels['container'] === PROXY)) return [];
  switch (name) {
    case 'node_http_requests_total':
      return ['requests', ...(/^[45]/.test(labels['status'] ?? '') ? ['failed'] : [])];
    case 'http_request_duration_seconds_bucket':
      return [`latencyBucket/${labels['le']}`];
    case 'service_calls_total':
      return [
        `calls/${labels['target']}`,
        ...(labels['result'] === 'failed' ? [`callsFailed/${labels['target']}`] : []),
      ];
    case 'service_call_seconds_total':
      return [`callSeconds/${labels['target']}`];
    default:
      return PLAIN[name] === undefined ? [] : [PLAIN[name]];
  }
}

/** Every series of a service, from the counters of its pods. @param of names of the series that a counter belongs to */
export function serviceSeries(
  counters: readonly RawCounter[],
  times: readonly number[],
  of: (counter: RawCounter) => readonly string[] = seriesOf,
): Record<string, Point[]> {
  const groups = new Map<string, RawCounter[]>();
  for (const counter of counters)
    for (const name of of(counter)) groups.set(name, [...(groups.get(name) ?? []), counter]);
  return Object.fromEntries([...groups].map(([name, members]) => [name, cumulative(members, times)]));
}
