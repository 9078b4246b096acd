import { integrate, type Point } from '../slis/steps';
import { interpolated } from './counters';
import type { CallSignals, ServiceRecording, SignalName, Signals, TargetService } from './types';

/** What each signal is. Times are of one request, on average unless named otherwise. */
export const SIGNALS: Readonly<Record<SignalName, { readonly unit: string; readonly description: string }>> = {
  rate: { unit: '1/s', description: 'Answered requests per second (traffic).' },
  errorShare: { unit: 'share', description: 'Of them, those answered with 4xx or 5xx (errors).' },
  latencyMean: { unit: 'ms', description: 'From the headers of a request to the end of its answer.' },
  latencyP50: { unit: 'ms', description: 'Median, from the histogram by straight lines between its bounds.' },
  latencyP95: { unit: 'ms', description: '95th percentile, from the histogram by straight lines between its bounds.' },
  latencyP99: { unit: 'ms', description: '99th percentile, from the histogram by straight lines between its bounds.' },
  poolWait: { unit: 'ms', description: "Waiting for a place in the pod's pool." },
  delay: { unit: 'ms', description: 'Fixed wait without CPU.' },
  workWait: { unit: 'ms', description: 'Waiting for the turn to work.' },
  work: { unit: 'ms', description: 'Working, the time of being throttled included.' },
  downstreamWait: { unit: 'ms', description: 'Waiting for calls to other services.' },
  cpu: { unit: 'cores', description: 'CPU of all pods.' },
  cpuOfLimit: { unit: 'share', description: 'CPU of what the ready pods may use at most (utilization).' },
  throttled: { unit: 'share', description: 'CFS periods in which a pod was throttled (saturation).' },
  busy: { unit: 'share', description: 'Share of the work threads that were at work (utilization law, U = X S).' },
  poolUsed: { unit: 'share', description: "Share of the pool's places that were taken (Little's law, N = X R)." },
  queue: { unit: 'requests', description: "Requests that waited for a place or a turn (Little's law; saturation)." },
  replicas: { unit: 'replicas', description: 'Ready pods, mean over the time.' },
};

/** A service's signals over [from, to], ms since the epoch. */
export function signalsOf(
  recording: ServiceRecording,
  service: Pick<TargetService, 'cpuLimit' | 'concurrency' | 'pool'>,
  from: number,
  to: number,
): Signals {
  const seconds = (to - from) / 1000;
  const risen = (name: string): number | null => rise(recording, name, from, to);
  const requests = risen('requests');
  const replicas = readyReplicas(recording, from, to);
  /** A counter that nothing ever counted is 0 where the service answered at all. */
  const counted = (name: string): number | null => risen(name) ?? (requests === null ? null : 0);
  const each = (name: string): number | null => ratio(scaled(counted(name), 1000), requests);
  const cpu = scaled(risen('cpu'), 1 / seconds);
  const held = total([counted('delay'), counted('workWait'), counted('work'), counted('downstreamWait')]);
  const pods = replicas === null ? null : replicas * seconds;
  return {
    rate: scaled(requests, 1 / seconds),
    errorShare: ratio(counted('failed'), requests),
    latencyMean: ratio(scaled(risen('latencySum'), 1000), risen('latencyCount')),
    latencyP50: quantile(recording, 0.5, from, to),
    latencyP95: quantile(recording, 0.95, from, to),
    latencyP99: quantile(recording, 0.99, from, to),
    poolWait: each('poolWait'),
    delay: each('delay'),
    workWait: each('workWait'),
    work: each('work'),
    downstreamWait: each('downstreamWait'),
    cpu,
    cpuOfLimit: ratio(cpu, scaled(replicas, service.cpuLimit)),
    throttled: ratio(risen('throttledPeriods'), risen('periods')),
    busy: ratio(counted('work'), scaled(pods, service.concurrency)),
    poolUsed: service.pool === undefined ? null : ratio(held, scaled(pods, service.pool)),
    queue: scaled(total([counted('poolWait'), counted('workWait')]), 1 / seconds),
    replicas,
  };
}

/** Calls to others over [from, to], by the name of the other. */
export function callsOf(recording: ServiceRecording, from: number, to: number): Record<string, CallSignals> {
  const names = Object.keys(recording.series).filter((name) => name.startsWith('calls/'));
  return Object.fromEntries(
    names.map((name) => {
      const target = name.slice('calls/'.length);
      const calls = rise(recording, name, from, to);
      const failed = rise(recording, `callsFailed/${target}`, from, to) ?? (calls === null ? null : 0);
      const time = rise(recording, `callSeconds/${target}`, from, to);
      return [
        target,
        {
          rate: scaled(calls, 1000 / (to - from)),
          errorShare: ratio(failed, calls),
          latencyMean: ratio(scaled(time, 1000), calls),
        },
      ];
    }),
  );
}

/** By how much a counter rose; null where it has no points in the time. */
function rise({ series }: ServiceRecording, name: string, from: number, to: number): number | null {
  const points = series[name]?.points ?? [];
  const [end, begin] = [interpolated(points, to), interpolated(points, from)];
  return end === null || begin === null ? null : end - begin;
}

/**
 * The quantile from the histogram's buckets, as PromQL's histogram_quantile has it: by a straight line within the bucket; in the last,
 * open bucket its lower bound. ms; null without requests.
 */
function quantile(recording: ServiceRecording, share: number, from: number, to: number): number | null {
  const prefix = 'latencyBucket/';
  const buckets = Object.keys(recording.series)
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ bound: boundOf(name.slice(prefix.length)), count: rise(recording, name, from, to) ?? 0 }))
    .sort((a, b) => a.bound - b.bound);
  const rank = (buckets.at(-1)?.count ?? 0) * share;
  const index = buckets.findIndex(({ count }) => count >= rank);
  const bucket = buckets[index];
  if (bucket === undefined || rank === 0) return null;
  const before = buckets[index - 1] ?? { bound: 0, count: 0 };
  if (bucket.bound === Infinity) return before.bound * 1000;
  const part = bucket.count === before.count ? 1 : (rank - before.count) / (bucket.count - before.count);
  return (before.bound + (bucket.bound - before.bound) * part) * 1000;
}

const boundOf = (text: string): number => (text === '+Inf' ? Infinity : Number(text));

function readyReplicas({ replicas }: ServiceRecording, from: number, to: number): number | null {
  const points = replicas.map(({ time, ready }): Point => [time, ready]);
  const first = points[0]?.[0];
  const start = Math.max(from, first ?? Infinity);
  return start < to ? (integrate(points, start, to) * 1000) / (to - start) : null;
}

const scaled = (value: number | null, factor: number): number | null => (value === null ? null : value * factor);

/** Null too where there is nothing to divide by. */
const ratio = (value: number | null, by: number | null): number | null =>
  value === null || by === null || by <= 0 ? null : value / by;

const total = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0);
