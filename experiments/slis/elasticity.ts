import { valueAt, type Point } from './steps';

/**
 * Elasticity as SPEC RG defines it (N. Herbst et al., Ready for Rain? A View from SPEC Research on the Future of Cloud Metrics, SPEC-RG-2016-01,
 * section 4.2; first in N. Herbst et al., BUNGEE, SEAMS 2015). Demand is the least number of replicas that keeps the objectives at the
 * load of the moment; supply is the number that is ready.
 */

/** The time that is looked at, ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Elasticity {
  /** Mean of the replicas that are missing; 0 is best. */
  readonly underProvisioning: number;
  /** Mean of the replicas that are too many; 0 is best. */
  readonly overProvisioning: number;
  /** Missing replicas as a share of the demand, mean over time; null where the demand is 0 at some time. */
  readonly underProvisioningShare: number | null;
  /** Replicas too many as a share of the supply, mean over time; null where the supply is 0 at some time. */
  readonly overProvisioningShare: number | null;
  /** Share of the time in which replicas are missing. */
  readonly underTimeshare: number;
  /** Share of the time in which there are too many. */
  readonly overTimeshare: number;
  /** Share of the seconds in which supply and demand do not change in the same direction. */
  readonly instability: number;
  /** Replicas added or taken away more than the demand asked for, per minute; negative: fewer. */
  readonly jitter: number;
}

/**
 * @param demand replicas that are asked for, from a time on
 * @param supply replicas that are ready, from a time on
 * @throws where the span has no length, or demand or supply are not known from its start on
 */
export function elasticity(demand: readonly Point[], supply: readonly Point[], span: Span): Elasticity {
  const length = (span.to - span.from) / 1000;
  if (!(length > 0)) throw new Error(`The time from ${span.from} to ${span.to} ms has no length.`);
  const times = [span.from, ...changesIn(demand, span), ...changesIn(supply, span), span.to].sort((a, b) => a - b);
  let [missing, tooMany, missingShare, tooManyShare, under, over] = [0, 0, 0, 0, 0, 0];
  for (let i = 1; i < times.length; i++) {
    const [start, end] = [times[i - 1]!, times[i]!];
    if (end === start) continue;
    const [wanted, there] = [countAt(demand, start), countAt(supply, start)];
    const seconds = (end - start) / 1000;
    if (there < wanted) {
      missing += (wanted - there) * seconds;
      under += seconds;
    } else if (there > wanted) {
      tooMany += (there - wanted) * seconds;
      over += seconds;
    }
    missingShare += (Math.max(0, wanted - there) / wanted) * seconds;
    tooManyShare += (Math.max(0, there - wanted) / there) * seconds;
  }
  // 0 / 0 where there is no demand, or no supply.
  const share = (sum: number): number | null => (Number.isNaN(sum) ? null : sum / length);
  return {
    underProvisioning: missing / length,
    overProvisioning: tooMany / length,
    underProvisioningShare: share(missingShare),
    overProvisioningShare: share(tooManyShare),
    underTimeshare: under / length,
    overTimeshare: over / length,
    instability: instability(demand, supply, span),
    jitter: (movement(supply, span) - movement(demand, span)) / (length / 60),
  };
}

/** Weights of the four metrics; they add up to 1. @default a quarter each */
export interface SpeedupWeights {
  readonly underProvisioning: number;
  readonly overProvisioning: number;
  readonly underTimeshare: number;
  readonly overTimeshare: number;
}
const EVEN: SpeedupWeights = {
  underProvisioning: 0.25,
  overProvisioning: 0.25,
  underTimeshare: 0.25,
  overTimeshare: 0.25,
};

/**
 * How many times as elastic as the baseline: the weighted geometric mean of the four ratios baseline / own. Null where one of them is not defined,
 * because a metric is 0: a platform without any over-provisioning, say, is infinitely better in that.
 */
export function elasticSpeedup(
  own: Pick<Elasticity, keyof SpeedupWeights>,
  baseline: Pick<Elasticity, keyof SpeedupWeights>,
  weights: SpeedupWeights = EVEN,
): number | null {
  const keys = Object.keys(weights) as (keyof SpeedupWeights)[];
  const used = keys.filter((key) => weights[key] > 0);
  if (used.some((key) => own[key] === 0 || baseline[key] === 0)) return null;
  return used.reduce((product, key) => product * (baseline[key] / own[key]) ** weights[key], 1);
}

function countAt(points: readonly Point[], time: number): number {
  const count = valueAt(points, time);
  if (count === null) throw new Error(`The replicas at ${time} ms are not known.`);
  return count;
}

const changesIn = (points: readonly Point[], { from, to }: Span): number[] =>
  points.map(([time]) => time).filter((time) => time > from && time < to);

/** Replicas added and taken away, one by one. */
function movement(points: readonly Point[], span: Span): number {
  let count = countAt(points, span.from);
  let moved = 0;
  for (const [time, next] of points) {
    if (time <= span.from || time > span.to) continue;
    moved += Math.abs(next - count);
    count = next;
  }
  return moved;
}

/** On seconds, as the definition has it. */
function instability(demand: readonly Point[], supply: readonly Point[], { from, to }: Span): number {
  let different = 0;
  let seconds = 0;
  for (let time = from + 1000; time <= to; time += 1000) {
    const direction = (points: readonly Point[]): number =>
      Math.sign(countAt(points, time) - countAt(points, time - 1000));
    different += Math.min(Math.abs(direction(supply) - direction(demand)), 1);
    seconds++;
  }
  return seconds === 0 ? 0 : different / seconds;
}
