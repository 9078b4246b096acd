import { integrate, type Point } from '../slis/steps';
import { interpolated } from './counters';
import type { ServiceRecording } from './types';

/** By how much a counter rose; null where it has no points in the time. */
export function rise({ series }: ServiceRecording, name: string, from: number, to: number): number | null {
  const points = series[name]?.points ?? [];
  const [end, begin] = [interpolated(points, to), interpolated(points, from)];
  return end === null || begin === null ? null : end - begin;
}

/**
 * The quantile from the histogram whose buckets have this prefix (`latencyBucket/`) before their upper bound in seconds, as PromQL's histogram_quantile
 * has it: by a straight line within the bucket; in the last, open bucket its lower bound. ms; null without requests.
 */
export function quantile(
  recording: ServiceRecording,
  prefix: string,
  share: number,
  from: number,
  to: number,
): number | null {
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

/** Upper bound of a bucket as its label `le` has it. */
export const boundOf = (text: string): number => (text === '+Inf' ? Infinity : Number(text));

/** Mean number of ready pods; null before the first was seen. */
export function readyReplicas({ replicas }: ServiceRecording, from: number, to: number): number | null {
  const points = replicas.map(({ time, ready }): Point => [time, ready]);
  const first = points[0]?.[0];
  const start = Math.max(from, first ?? Infinity);
  return start < to ? (integrate(points, start, to) * 1000) / (to - start) : null;
}

/** Null where one of them is not known. */
export const scaled = (value: number | null, factor: number | undefined): number | null =>
  value === null || factor === undefined ? null : value * factor;

/** Null too where there is nothing to divide by. */
export const ratio = (value: number | null, by: number | null): number | null =>
  value === null || by === null || by <= 0 ? null : value / by;

/** Null where one of them is. */
export const total = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0);

/** Requests that are there at a time, by Little's law (L = λ W). @param rate 1/s @param latency ms */
export const inFlight = (rate: number | null, latency: number | null): number | null =>
  total([rate, latency]) === null ? null : ((rate ?? 0) * (latency ?? 0)) / 1000;
