import { drawnArrivals, isPoisson } from '../experiments/load/arrivals';
import { corners } from '../experiments/load/shape';
import { loadSchema } from '../experiments/load/schema';
import type { LoadSpec } from '../experiments/load/spec';
import { evenArrivals } from '../experiments/shapes/arrivals';
import { lengthOf, requestsBetween } from '../experiments/shapes/line';
import type { ShapeSpec } from '../experiments/shapes/spec';
import { sentAt } from '../experiments/slis/requests';
import type { ExperimentSpec, Requests } from '../experiments/types';

/** One short load of each kind of shape, with at most 40 requests/s. */
export const SHAPES: Readonly<Record<ShapeSpec['kind'], ShapeSpec>> = {
  constant: { kind: 'constant', rate: 30, duration: 6 },
  stages: {
    kind: 'stages',
    stages: [
      { rate: 10, hold: 2 },
      { rate: 40, ramp: 2, hold: 2 },
      { rate: 5, hold: 2 },
    ],
  },
  ramp: { kind: 'ramp', from: 5, to: 40, duration: 8 },
  step: { kind: 'step', from: 5, to: 40, at: 3, duration: 7 },
  spike: { kind: 'spike', base: 5, peak: 40, at: 2, rise: 1, hold: 2, fall: 1, duration: 8 },
  sine: { kind: 'sine', mean: 20, amplitude: 15, period: 4, duration: 8 },
  diurnal: { kind: 'diurnal', night: 2, day: 40, period: 8, sharpness: 2, duration: 8 },
  sawtooth: { kind: 'sawtooth', low: 5, high: 35, period: 2, duration: 8 },
  recorded: { kind: 'recorded', points: [[0, 3], [60, 9], [90, 4], [150, 12], [240, 5]], duration: 8, peak: 40 }, // prettier-ignore
  sum: {
    kind: 'sum',
    of: [
      { kind: 'constant', rate: 10, duration: 8 },
      { kind: 'sine', mean: 10, amplitude: 10, period: 4, duration: 8 },
    ],
  },
  sequence: {
    kind: 'sequence',
    of: [
      { kind: 'constant', rate: 10, duration: 3 },
      { kind: 'ramp', from: 40, to: 10, duration: 5 },
    ],
  },
  scaled: { kind: 'scaled', of: { kind: 'ramp', from: 1, to: 10, duration: 4 }, rate: 4, time: 2 },
};

type More = Pick<LoadSpec, 'arrivals' | 'generators'>;

/** An experiment that is nothing but the shape, after a warm-up of a second. */
export const shapeSpec = (
  shape: ShapeSpec,
  { path = '/', ...more }: More & { path?: string } = {},
): ExperimentSpec => ({
  name: shape.kind,
  warmup: 1,
  cooldown: 0,
  slos: [],
  load: loadSchema.parse({ driver: 'k6', path, shape, timeout: 2, ...more }),
});

/** Each kind of shape, and one of them with drawn arrivals and one from two generators, by name. */
export const loads = (path?: string): Readonly<Record<string, ExperimentSpec>> => ({
  ...Object.fromEntries(Object.entries(SHAPES).map(([kind, shape]) => [kind, shapeSpec(shape, { path })])),
  'sine, poisson': shapeSpec(SHAPES.sine, { path, arrivals: 'poisson' }),
  'ramp, two generators': shapeSpec(SHAPES.ramp, { path, generators: 2 }),
});

/** How far requests were sent from when they were due. */
export interface Deviation {
  readonly sent: number;
  /** The integral of the rate, or how many were drawn. */
  readonly offered: number;
  /** Difference between the requests that were sent and those that were due so far, at each whole second. */
  readonly bySecond: readonly number[];
  /** The largest of them. */
  readonly requests: number;
  /** Of each request from its time, ms: half of them are at most `median` apart, all at most `largest`. */
  readonly median: number;
  readonly largest: number;
}

/** Compares what was sent with the shape: the n-th request is due when the integral of the rate reaches n, or when it was drawn. */
export function deviation(spec: ExperimentSpec, requests: Requests, loadStart: number): Deviation {
  const line = corners(spec);
  const seconds = lengthOf(line);
  const sent = Array.from(requests.end, (_, index) => (sentAt(requests, index) - loadStart) / 1000);
  sent.sort((a, b) => a - b);
  const due = isPoisson(spec) ? drawnArrivals(spec) : evenArrivals(line);
  const until = (times: readonly number[], end: number): number => times.filter((time) => time <= end).length;
  const ends = Array.from({ length: Math.ceil(seconds) }, (_, index) => index + 1);
  const apart = sent.flatMap((time, n) => (due[n] === undefined ? [] : [Math.abs(time - due[n]) * 1000]));
  apart.sort((a, b) => a - b);
  const bySecond = ends.map((end) => Math.abs(until(sent, end) - until(due, end)));
  return {
    sent: sent.length,
    offered: isPoisson(spec) ? due.length : requestsBetween(line, 0, seconds),
    bySecond,
    requests: Math.max(...bySecond),
    median: apart[Math.floor(apart.length / 2)] ?? NaN,
    largest: apart.at(-1) ?? NaN,
  };
}
