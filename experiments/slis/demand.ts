import { demandAt, type DemandCurve } from '../demand/curve';
import { corners, type Shape } from '../load/shape';
import { isClosed } from '../load/spec';
import { peakOf } from '../shapes/line';
import { formatNumber } from './units';
import type { Point } from './steps';

/** The demand over time, from a time on; or why it is not known. */
export type Demand = { readonly points: readonly Point[] } | { readonly reason: string };

/**
 * The least number of replicas that keeps the objectives, at each moment of the load: it changes where the rate crosses a capacity of the curve.
 * Times are ms since the epoch.
 */
export function demandOver(curve: DemandCurve | undefined, shape: Shape, loadStart: number): Demand {
  if (curve === undefined) return { reason: 'the demand is not known: experiment.demand has no curve' };
  if (isClosed(shape.load)) return { reason: 'a closed loop asks for no rate, so that no demand follows from it' };
  const line = corners(shape);
  const peak = peakOf(line);
  if (demandAt(curve, peak) === null) {
    const most = curve.reduce((a, b) => (b.rate > a.rate ? b : a));
    return {
      reason: `the load goes to ${formatNumber(peak)}/s, and the demand is known up to ${formatNumber(most.rate)}/s (${most.replicas} replicas)`,
    };
  }
  const points: Point[] = [];
  const add = (second: number, replicas: number): void => {
    const time = loadStart + second * 1000;
    if (points.at(-1)?.[0] === time) points.pop();
    if (points.at(-1)?.[1] !== replicas) points.push([time, replicas]);
  };
  line.forEach((corner, index) => {
    add(corner.time, demandAt(curve, corner.rate) as number);
    const next = line[index + 1];
    if (next === undefined || next.time === corner.time || next.rate === corner.rate) return;
    const [low, high] = [Math.min(corner.rate, next.rate), Math.max(corner.rate, next.rate)];
    const rises = next.rate > corner.rate;
    const crossed = [0, ...curve.map(({ rate }) => rate)]
      .filter((rate) => rate >= low && rate < high)
      .sort((a, b) => (rises ? a - b : b - a));
    for (const rate of crossed) {
      const second = corner.time + ((rate - corner.rate) / (next.rate - corner.rate)) * (next.time - corner.time);
      // A little above the capacity it no longer does, and at it, it does.
      const reached = rises ? demandAt(curve, rate + (high - rate) * 1e-9) : demandAt(curve, rate);
      add(second, reached as number);
    }
  });
  const end = line.at(-1);
  if (end !== undefined) add(end.time, 0);
  return { points };
}
