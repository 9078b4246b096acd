import { added, cut, joined, peakOf, scaled, type Corner, type Line } from './line';
import type { ParsedShape } from './spec';

/**
 * Straight pieces for each period of a curve. A chord of a sine is off by at most amplitude (2 pi h / period)^2 / 8, where h is its length:
 * 0.5 % of the amplitude with 32.
 */
const PIECES = 32;

/** The shape as a piecewise-linear line, from 0 s to its length. Straight shapes are exact, curves within 0.5 % of their amplitude. */
export function lineOf(shape: ParsedShape): Line {
  switch (shape.kind) {
    case 'constant':
      return flat(shape.rate, shape.duration);
    case 'ramp':
      return [corner(0, shape.from), corner(shape.duration, shape.to)];
    case 'step':
      return cut(joined([flat(shape.from, shape.at), flat(shape.to, shape.duration)]), shape.duration);
    case 'stages':
      return stages(shape.start ?? shape.stages[0]!.rate, shape.stages);
    case 'spike': {
      const { base, peak, at, rise, hold, fall, duration } = shape;
      const after = { rate: base, ramp: fall, hold: duration };
      return cut(stages(base, [{ rate: base, ramp: 0, hold: at }, { rate: peak, ramp: rise, hold }, after]), duration);
    }
    case 'sine':
      return curve(shape, (time) =>
        Math.max(0, shape.mean + shape.amplitude * Math.sin((2 * Math.PI * (time + shape.phase)) / shape.period)),
      );
    case 'diurnal':
      return curve(
        shape,
        (time) =>
          shape.night +
          (shape.day - shape.night) * ((1 - Math.cos((2 * Math.PI * time) / shape.period)) / 2) ** shape.sharpness,
      );
    case 'sawtooth': {
      const tooth = [corner(0, shape.low), corner(shape.period, shape.high)];
      const teeth = Math.ceil(shape.duration / shape.period);
      return cut(joined(Array.from({ length: teeth }, () => tooth)), shape.duration);
    }
    case 'recorded':
      return recorded(shape);
    case 'sum':
      return added(shape.of.map(lineOf));
    case 'sequence':
      return joined(shape.of.map(lineOf));
    case 'scaled':
      return scaled(lineOf(shape.of), shape);
  }
}

const corner = (time: number, rate: number): Corner => ({ time, rate });
const flat = (rate: number, duration: number): Line => [corner(0, rate), corner(duration, rate)];

function stages(start: number, list: readonly { rate: number; ramp: number; hold: number }[]): Line {
  const before = [start, ...list.map(({ rate }) => rate)];
  return joined(
    list.flatMap(({ rate, ramp, hold }, i) => [
      ...(ramp > 0 ? [[corner(0, before[i]!), corner(ramp, rate)]] : []),
      ...(hold > 0 ? [flat(rate, hold)] : []),
    ]),
  );
}

function curve({ period, duration }: { period: number; duration: number }, value: (time: number) => number): Line {
  const pieces = Math.max(1, Math.ceil((duration / period) * PIECES));
  return Array.from({ length: pieces + 1 }, (_, i) => {
    const time = (duration * i) / pieces;
    return corner(time, value(time));
  });
}

function recorded({ points, duration, peak }: Extract<ParsedShape, { kind: 'recorded' }>): Line {
  const start = points[0]![0];
  const length = points.at(-1)![0] - start;
  const line = points.map(([time, rate]) => corner(time - start, rate));
  const highest = peakOf(line);
  return scaled(line, {
    time: duration === undefined ? 1 : duration / length,
    rate: peak === undefined || highest === 0 ? 1 : peak / highest,
  });
}
