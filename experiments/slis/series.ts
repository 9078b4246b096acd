import type { Recording } from '../types';
import type { Value } from './definition';
import { usageWithoutPods } from './resources';
import { integrate, longestHole, type Point } from './steps';
import type { Window } from './window';

/** Samples of Prometheus further apart than this many seconds leave a hole that must not be guessed over. */
const MAX_HOLE = 20;

type Sampled = { readonly points: readonly Point[] } | { readonly reason: string };

/** The samples of a series in the measured window, without those that are no number; a reason where there is a hole. */
export function samplesOf(
  { series, pods }: Pick<Recording, 'series' | 'pods'>,
  { measuredFrom, measuredTo }: Window,
  name: string,
): Sampled {
  const found = series[name];
  const sampled = found?.points.filter(([, value]) => Number.isFinite(value)) ?? [];
  // Where no pod is nothing is used, and that is known.
  const points = USAGE.includes(name) ? usageWithoutPods(sampled, pods, measuredFrom, measuredTo) : sampled;
  if (points.length === 0)
    return {
      reason:
        found === undefined
          ? `the recording has no ${name}: it was not asked for then, or Prometheus has no data for it`
          : (found.reason ?? `Prometheus has no data for ${name}`),
    };
  const hole = longestHole(points, measuredFrom, measuredTo);
  if (hole > MAX_HOLE) {
    return {
      reason: `${name} has no sample for ${hole.toFixed(0)} s of the measured window; at most ${MAX_HOLE} s may be missing`,
    };
  }
  return points.some(([time]) => time < measuredTo)
    ? { points }
    : { reason: `${name} has no sample in the measured window` };
}

const USAGE: readonly string[] = ['cpuUsage', 'memoryMax'];

/** Time-weighted mean over the measured window. */
export function seriesMean(recording: Pick<Recording, 'series' | 'pods'>, window: Window, name: string): Value {
  const found = samplesOf(recording, window, name);
  if ('reason' in found) return found;
  // The first sample may come after the window's start: the mean is over what it covers.
  const from = Math.max(window.measuredFrom, found.points[0]![0]);
  return integrate(found.points, from, window.measuredTo) / ((window.measuredTo - from) / 1000);
}
