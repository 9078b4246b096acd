import type { Recording } from '../../types';
import type { ErrorKind } from '../errorKinds';
import { percentile } from '../percentile';
import { requestsAt } from '../resources';
import { lastAtOrBefore, latest, valueAt } from '../steps';
import type { TimelineFrame } from './frame';

/** One second of the run. Rates and latencies are over the second, the rest is as it was when the second began. */
export interface TimelineRow {
  /** Start of the second, ms since the epoch. */
  readonly time: number;
  /** Seconds since the load's start; negative before it, null if it never started. */
  readonly second: number | null;
  /** Part of the run: `idle` is before the load or without it. */
  readonly phase: 'idle' | 'warmup' | 'measured' | 'cooldown';
  /** Requests due, sent, and dropped in this second; in a closed loop none is due: null. */
  readonly offered: number | null;
  readonly sent: number;
  readonly dropped: number;
  /** Requests that ended in this second, served and failed. */
  readonly served: number;
  readonly failed: number;
  /** Those that failed, by kind; null where the recording does not say. */
  readonly failedTimeout: number | null;
  readonly failedConnection: number | null;
  readonly failedServer: number | null;
  readonly failedClient: number | null;
  readonly failedOther: number | null;
  /** 1 where what was sent in it broke an objective, 0 where not; null outside the measured window, and where none is set. */
  readonly violated: number | null;
  /** ms, of all requests that ended in this second; null if none did. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly desired: number | null;
  readonly created: number | null;
  readonly ready: number | null;
  /** The least replicas that keep the objectives, where that is known. */
  readonly demand: number | null;
  readonly nodesReady: number | null;
  /** The autoscaler's metric and its target, in the target's unit. */
  readonly metric: number | null;
  readonly target: number | null;
  /** Cores, all pods; 0 is no pod. */
  readonly cpuRequested: number | null;
  /** Cores, all pods. */
  readonly cpuUsage: number | null;
  /** Share of CFS periods, 0 to 1. */
  readonly cpuThrottled: number | null;
  /** Bytes, of the pod that uses most. */
  readonly memoryMax: number | null;
  /** The VPA's target for one pod: cores and bytes. */
  readonly vpaCpu: number | null;
  readonly vpaMemory: number | null;
}

/** A sample of Prometheus holds for this many ms, then the value is unknown. */
const SAMPLE_HOLDS = 20_000;

/** The requests of one second. */
export interface SecondOfLoad {
  readonly sent: number;
  readonly dropped: number;
  readonly served: number;
  /** Of all that ended in it, served or not; ms, ascending. */
  readonly latencies: ArrayLike<number>;
  /** @default it is not known */
  readonly failed?: Readonly<Record<ErrorKind, number>> | null;
  /** @default it is not known */
  readonly violated?: boolean | null;
}

/** What a row is made of besides requests: all that was seen of the cluster until its end, in order of time. */
export type Watched = Pick<Recording, 'replicas' | 'hpa' | 'vpa' | 'nodes' | 'pods' | 'series'>;

/** The row of the second that begins at `time`. */
export function timelineRow(
  { loadStart, offered, seconds, warmup, demand }: TimelineFrame,
  watched: Watched,
  time: number,
  { sent, dropped, served, latencies, failed, violated }: SecondOfLoad,
): TimelineRow {
  const second = loadStart === null ? null : Math.round((time - loadStart) / 1000);
  const replicas = latest(watched.replicas, time);
  const hpa = latest(watched.hpa, time);
  const vpa = latest(watched.vpa, time);
  return {
    time,
    second,
    phase: phaseOf(second, warmup, seconds),
    offered: offered === null ? null : second === null ? 0 : offered(second, second + 1),
    sent,
    dropped,
    served,
    failed: latencies.length - served,
    failedTimeout: failed?.timeout ?? null,
    failedConnection: failed?.connection ?? null,
    failedServer: failed?.server ?? null,
    failedClient: failed?.client ?? null,
    failedOther: failed?.other ?? null,
    violated: typeof violated === 'boolean' ? Number(violated) : null,
    p50: percentile(latencies, 0.5),
    p95: percentile(latencies, 0.95),
    p99: percentile(latencies, 0.99),
    desired: replicas?.desired ?? null,
    created: replicas?.created ?? null,
    ready: replicas?.ready ?? null,
    demand: demand === null ? null : valueAt(demand, time),
    nodesReady: latest(watched.nodes, time)?.ready ?? null,
    metric: hpa?.metric ?? null,
    target: hpa?.target ?? null,
    cpuRequested: requestedAt(watched.pods, time),
    cpuUsage: sample(watched, 'cpuUsage', time),
    cpuThrottled: sample(watched, 'cpuThrottled', time),
    memoryMax: sample(watched, 'memoryMax', time),
    vpaCpu: vpa?.target.cpuCores ?? null,
    vpaMemory: vpa?.target.memoryBytes ?? null,
  };
}

function phaseOf(second: number | null, warmup: number, loadEnd: number): TimelineRow['phase'] {
  if (second === null || second < 0) return 'idle';
  if (second < warmup) return 'warmup';
  return second < loadEnd ? 'measured' : 'cooldown';
}

/** CPU requests of the pods that a node holds; unknown while a request is. */
function requestedAt(pods: Recording['pods'], time: number): number | null {
  return pods
    .filter(({ scheduled, deleted }) => scheduled !== null && scheduled <= time && (deleted === null || deleted > time))
    .reduce<number | null>((sum, pod) => {
      const { cpuCores } = requestsAt(pod, time);
      return sum === null || cpuCores === null ? null : sum + cpuCores;
    }, 0);
}

function sample({ series }: Pick<Recording, 'series'>, name: string, time: number): number | null {
  const points = series[name]?.points ?? [];
  const point = points[lastAtOrBefore(points, time, ([t]) => t)];
  if (point === undefined || time - point[0] > SAMPLE_HOLDS || !Number.isFinite(point[1])) return null;
  return point[1];
}
