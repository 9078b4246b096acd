/** Logarithmic from this ratio of the largest to the smallest value on. */
const LOG_FROM = 30;

export function spansDecades(values: readonly (number | null)[]): boolean {
  const positive = values.filter((value) => value !== null && value > 0) as number[];
  if (positive.length === 0) return false;
  const [least, most] = positive.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, 0],
  );
  return most / least >= LOG_FROM;
}

/** Where values are drawn, as a share of the length, 0 to 1, and the round values to write beside it. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
  readonly log: boolean;
}

/** From a round value at or below all to one at or above all; logarithmic for what spans decades, unless `linear` or there is a 0. */
export function scaleOf(values: readonly number[], options: ScaleOptions = {}): Scale {
  const { zero = false, linear = false } = options;
  const known = values.filter(Number.isFinite);
  const [least, most] = known.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [Infinity, -Infinity]);
  if (known.length === 0) return scaleOf([0, 1], options);
  if (!linear && least > 0 && spansDecades(known)) return logarithmic(least, most);
  const alike = zero || least === most;
  const [low, high] = alike ? [Math.min(0, least), Math.max(0, most)] : [least, most];
  return between(low, high > low ? high : 1);
}

export interface ScaleOptions {
  /** It has to hold 0. @default false */
  readonly zero?: boolean;
  /** Never logarithmic. @default false */
  readonly linear?: boolean;
}

const STEPS = [1, 2, 5, 10];

function between(low: number, high: number): Scale {
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = STEPS.find((factor) => factor * power >= rough * 0.999)! * power;
  const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return { at: (value) => (value / step - first) / (last - first), ticks, log: false };
}

function logarithmic(least: number, most: number): Scale {
  const [first, last] = [Math.floor(Math.log10(least) + 1e-9), Math.ceil(Math.log10(most) - 1e-9)];
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => 10 ** (first + i));
  // A logarithm has no 0: what is below the lowest decade is drawn on it.
  const at = (value: number): number => Math.max(0, (Math.log10(Math.max(value, 1e-300)) - first) / (last - first));
  return { at, ticks, log: true };
}
