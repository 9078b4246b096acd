import { lengthOf, rateAt, requestsBetween, type Corner, type Line } from '../shapes/line';
import type { ExperimentSpec } from '../types';
import { meanSteps, meanThinking } from './journeys';
import { isClosed, type Stage } from './spec';

/** What of an experiment makes the shape of its load. Seconds in this file count from the start of the load (warm-up included). */
export type Shape = Pick<ExperimentSpec, 'warmup' | 'load'>;

/** A change of the load; from its increases reaction times count. */
export interface LoadStep {
  /** Index of its first stage in the spec. */
  readonly stage: number;
  /** Rate before and after, requests per second. */
  readonly from: number;
  readonly to: number;
  /** When it began (with a ramp: when the ramp began), seconds since the start of the load. */
  readonly at: number;
}

/** The most virtual users a load generator gets; at about 0.25 MB each (measured) they fit into half a gigabyte. */
export const MAX_VIRTUAL_USERS = 2000;

/** The arrival rate as corners, in order of time: warm-up at the first stage's rate, then each stage's ramp and hold. */
export function corners({ warmup, load }: Shape): Corner[] {
  const first = load.stages[0];
  if (!first) return [];
  const result: Corner[] = [
    { time: 0, rate: first.rate },
    { time: warmup, rate: first.rate },
  ];
  let time = warmup;
  let rate = first.rate;
  for (const stage of load.stages) {
    time += stage.ramp ?? 0;
    if (stage.rate !== rate) result.push({ time, rate: stage.rate });
    time += stage.duration;
    rate = stage.rate;
    if (stage.duration > 0) result.push({ time, rate });
  }
  return result;
}

/** Seconds of load, warm-up included. */
export function loadSeconds(shape: Shape): number {
  return lengthOf(corners(shape));
}

/** Offered rate at `time`, requests per second; at a jump the rate after it; 0 before and after the load. */
export function offeredRate(shape: Shape, time: number): number {
  return rateAt(corners(shape), time);
}

/** Requests offered from `from` to `to` (seconds): the integral of the rate. */
export function offeredRequests(shape: Shape, from: number, to: number): number {
  return requestsBetween(corners(shape), from, to);
}

/** Highest rate of the stages: requests per second, or virtual users. */
export function peakRate(shape: Shape): number {
  return Math.max(0, ...shape.load.stages.map((stage) => stage.rate));
}

/** Every change of the rate in one direction, in order of time. Ramps without a hold between them are one change: a curve is made of them. */
export function loadChanges({ warmup, load }: Shape): LoadStep[] {
  const changes: LoadStep[] = [];
  let time = warmup;
  let rate = load.stages[0]?.rate ?? 0;
  let held = true;
  load.stages.forEach((stage, index) => {
    const last = changes.at(-1);
    if (stage.rate !== rate) {
      const goesOn = !held && last !== undefined && stage.rate > rate === last.to > last.from;
      if (goesOn) changes[changes.length - 1] = { ...last, to: stage.rate };
      else changes.push({ stage: index, from: rate, to: stage.rate, at: time });
    }
    time += (stage.ramp ?? 0) + stage.duration;
    held = stage.duration > 0;
    rate = stage.rate;
  });
  return changes;
}

/** Every increase of the rate, in order of time. */
export const loadSteps = (shape: Shape): LoadStep[] => loadChanges(shape).filter(({ from, to }) => to > from);

/** The stages that make up a line. */
export function stagesOf(line: Line): Stage[] {
  const stages: Stage[] = [];
  const add = (rate: number, ramp: number, duration: number): void => {
    const last = stages.at(-1);
    if (last?.rate === rate && ramp === 0) stages[stages.length - 1] = { ...last, duration: last.duration + duration };
    else stages.push({ rate, duration, ...(ramp > 0 && { ramp }) });
  };
  line.forEach((corner, i) => {
    const before = line[i - 1];
    const seconds = before === undefined ? 0 : corner.time - before.time;
    if (before?.rate === corner.rate) add(corner.rate, 0, seconds);
    else add(corner.rate, seconds, 0);
  });
  return stages;
}

/**
 * Virtual users of the load. In a closed loop they are the load. In an open one Little's law says how many it takes (J. D. C. Little, Operations
 * Research 9(3), 1961): requests in flight = arrival rate x time in the system, which is at most the timeout (and in a journey the time to think
 * between its steps), and a tenth for what comes around a request. `wanted` never runs short; `used` is bounded by MAX_VIRTUAL_USERS for each generator, and if it does run short k6 drops
 * iterations, or sends late, which is counted.
 */
export function virtualUsers(shape: Shape): { readonly wanted: number; readonly used: number } {
  const { load } = shape;
  const peak = peakRate(shape);
  const busy = load.timeout + meanThinking(load) / meanSteps(load);
  const wanted = Math.max(1, Math.ceil(isClosed(load) ? peak : round(peak * busy * 1.1)));
  return { wanted, used: Math.min(wanted, MAX_VIRTUAL_USERS * (load.generators ?? 1)) };
}

/** Options of k6's executors that ramp from stage to stage. */
export interface K6Stages {
  /** Seconds that the rates count for. k6 takes whole numbers only, so that 0.5 a second is 5 in 10 s. */
  readonly timeUnit: string;
  readonly start: number;
  readonly stages: readonly { readonly target: number; readonly duration: string }[];
}

/**
 * The shape for k6. Each k6 stage is a linear ramp to its target; a stage of duration 0 sets the rate at once
 * (https://grafana.com/docs/k6/latest/using-k6/scenarios/executors/ramping-arrival-rate/, tried with k6 1.1.0).
 * @param most the longest time unit in seconds; rates are rounded to one in it
 */
export function k6Stages(shape: Shape, most = 1000): K6Stages {
  const line = corners(shape);
  const units = [1, 10, 100, 1000].filter((n) => n <= most);
  const unit = units.find((n) => line.every(({ rate }) => Number.isInteger(round(rate * n)))) ?? most;
  const target = (rate: number): number => Math.round(rate * unit);
  const milliseconds = (time: number): number => Math.round(time * 1000);
  const stages = line.slice(1).flatMap((corner, i) => {
    const before = line[i]!;
    if (corner.time === before.time && corner.rate === before.rate) return [];
    // Of the times, not of their differences: what rounding takes away does not add up.
    return [{ target: target(corner.rate), duration: `${milliseconds(corner.time) - milliseconds(before.time)}ms` }];
  });
  return { timeUnit: `${unit}s`, start: target(line[0]?.rate ?? 0), stages };
}

/**
 * By how many requests k6 may differ from what the load offers, at most: it rounds the sum over all stages down to a whole request, rates to
 * thousandths and times to milliseconds; and one may be due on each edge of what is counted.
 */
export function k6Rounding(shape: Shape): number {
  const line = corners(shape);
  const changes = line.slice(1).reduce((sum, { rate }, i) => sum + Math.abs(rate - line[i]!.rate), 0);
  return 2 + 0.0005 * (lengthOf(line) + changes);
}

/** Away with the noise of binary fractions: 0.1 x 3 is 0.30000000000000004. */
function round(value: number): number {
  return Number(value.toFixed(6));
}
