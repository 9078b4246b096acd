import type { Random } from '../../shapes/arrivals';
import { normalCdf, normalQuantile } from './normal';
import { sortedQuantile } from './quantile';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  readonly random: Random;
  /** @default 0.95 */
  readonly confidence?: number;
  /** @default 10000 */
  readonly resamples?: number;
}

type Group = readonly number[];

/**
 * Confidence interval of a statistic of one or more independent groups: B. Efron's bootstrap, bias-corrected and accelerated (BCa; B. Efron and
 * R. J. Tibshirani, An Introduction to the Bootstrap, section 14.3). Where the groups say nothing of bias and acceleration (all values alike) it
 * is the percentile interval. With few values it is narrower than it should be: of five runs each, take it as a hint.
 */
export function bootstrapInterval(
  groups: readonly Group[],
  statistic: (...groups: readonly Group[]) => number,
  { random, confidence = 0.95, resamples = 10_000 }: BootstrapOptions,
): Interval {
  const seen = statistic(...groups);
  const estimates = new Float64Array(resamples);
  for (let i = 0; i < resamples; i++) estimates[i] = statistic(...groups.map((group) => resampled(group, random)));
  estimates.sort();
  const adjusted = adjustment(estimates, seen, jackknife(groups, statistic));
  const tail = (1 - confidence) / 2;
  return { low: sortedQuantile(estimates, adjusted(tail)), high: sortedQuantile(estimates, adjusted(1 - tail)) };
}

const resampled = (group: Group, random: Random): number[] =>
  group.map(() => group[Math.floor(random() * group.length)]!);

/** Which quantile of the estimates is the one asked for, bias and acceleration taken away. */
function adjustment(
  estimates: Float64Array,
  seen: number,
  left: readonly (readonly number[])[],
): (p: number) => number {
  let below = 0;
  for (const estimate of estimates) below += estimate < seen ? 1 : estimate === seen ? 0.5 : 0;
  const share = below / estimates.length;
  if (share === 0 || share === 1) return (p) => p;
  const bias = normalQuantile(share);
  const acceleration = accelerationOf(left);
  return (p) => {
    const shifted = bias + normalQuantile(p);
    return normalCdf(bias + shifted / (1 - acceleration * shifted));
  };
}

/** The statistic with each value left out in turn, by group. */
function jackknife(groups: readonly Group[], statistic: (...groups: readonly Group[]) => number): number[][] {
  return groups.map((group, g) =>
    group.length < 2
      ? []
      : group.map((_, i) => statistic(...groups.map((other, o) => (o === g ? other.toSpliced(i, 1) : other)))),
  );
}

function accelerationOf(left: readonly (readonly number[])[]): number {
  let [cubes, squares] = [0, 0];
  for (const values of left) {
    const n = values.length;
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    for (const value of values) {
      // A group's own share of the variance: with groups of unlike size n - 1 does not cancel.
      const influence = ((n - 1) * (mean - value)) / n;
      cubes += influence ** 3;
      squares += influence ** 2;
    }
  }
  const scale = 6 * squares ** 1.5;
  return scale === 0 ? 0 : cubes / scale;
}
