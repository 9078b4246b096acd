import type { ExperimentSpec } from '../types';

/** A piece of the offered load: the rate goes linearly from `startRate` to `endRate`. Seconds are since the load's start. */
export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly startRate: number;
  readonly endRate: number;
  /** Index of the stage in the spec; null in the warm-up. */
  readonly stage: number | null;
}

/** The offered load as asked: the warm-up at the first stage's rate, then each stage's ramp and hold. */
export function schedule(spec: ExperimentSpec): Segment[] {
  const segments: Segment[] = [];
  const first = spec.load.stages[0]?.rate ?? 0;
  let time = 0;
  let rate = spec.warmup > 0 ? first : 0;
  const add = (seconds: number, endRate: number, stage: number | null) => {
    if (seconds > 0) segments.push({ from: time, to: time + seconds, startRate: rate, endRate, stage });
    time += Math.max(0, seconds);
    rate = endRate;
  };
  add(spec.warmup, rate, null);
  spec.load.stages.forEach((stage, index) => {
    add(stage.ramp ?? 0, stage.rate, index);
    rate = stage.rate;
    add(stage.duration, stage.rate, index);
  });
  return segments;
}

/** Seconds from the first request due to the last: warm-up and all stages. */
export function loadSeconds(spec: ExperimentSpec): number {
  return spec.load.stages.reduce((sum, stage) => sum + (stage.ramp ?? 0) + stage.duration, spec.warmup);
}

/** Requests due between two times (seconds since the load's start): the integral of the offered rate. */
export function offeredBetween(segments: readonly Segment[], from: number, to: number): number {
  return segments.reduce((sum, segment) => {
    const start = Math.max(from, segment.from);
    const end = Math.min(to, segment.to);
    return end > start ? sum + ((rateIn(segment, start) + rateIn(segment, end)) / 2) * (end - start) : sum;
  }, 0);
}

function rateIn(segment: Segment, time: number): number {
  const part = (time - segment.from) / (segment.to - segment.from);
  return segment.startRate + (segment.endRate - segment.startRate) * part;
}

/** A change of the load, seconds since its start, and when the next change begins (or the load ends). */
export interface LoadStep {
  readonly stage: number;
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly until: number;
}

/** Every change of the offered rate; a stage at the rate before it is no change. `at` is where the ramp begins. */
export function loadSteps(spec: ExperimentSpec): LoadStep[] {
  const changes: Omit<LoadStep, 'until'>[] = [];
  let time = spec.warmup;
  let rate = spec.warmup > 0 ? (spec.load.stages[0]?.rate ?? 0) : 0;
  spec.load.stages.forEach((stage, index) => {
    if (stage.rate !== rate) changes.push({ stage: index, from: rate, to: stage.rate, at: time });
    rate = stage.rate;
    time += (stage.ramp ?? 0) + stage.duration;
  });
  return changes.map((change, index) => ({ ...change, until: changes[index + 1]?.at ?? time }));
}
