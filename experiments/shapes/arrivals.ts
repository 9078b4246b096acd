import { requestsBetween, type Line } from './line';

/** A source of random numbers from 0 (included) to 1 (not included). */
export type Random = () => number;

/**
 * Arrival times of a Poisson process whose rate is the line, in seconds. Exact: exponential gaps of unit rate are carried through the
 * inverse of the cumulated rate (time rescaling; D. J. Daley and D. Vere-Jones, An Introduction to the Theory of Point Processes I, section 7.4).
 */
export function poissonArrivals(line: Line, random: Random): number[] {
  // 1 - u is above 0, and so has a logarithm.
  return arrivals(line, () => -Math.log(1 - random()));
}

/**
 * Arrival times with one request of the cumulated rate before each, as k6's `ramping-arrival-rate` has them: the n-th is due when the cumulated rate reaches
 * n, so that the first is not at once, and one that would be due at the very end may not be sent (measured with k6 1.1.0: bench/shapes.ts).
 */
export const evenArrivals = (line: Line): number[] => arrivals(line, () => 1);

/** @param gap requests of the cumulated rate from one arrival to the next */
function arrivals(line: Line, gap: () => number): number[] {
  const times: number[] = [];
  let next = gap();
  let cumulated = 0;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const end = cumulated + requestsBetween([a, b], a.time, b.time);
    while (next < end) {
      times.push(a.time + secondsUntil(next - cumulated, a.rate, (b.rate - a.rate) / (b.time - a.time)));
      next += gap();
    }
    cumulated = end;
  }
  return times;
}

/** After how many seconds a rate that begins at `rate` and grows by `slope` a second has cumulated to `amount`. */
function secondsUntil(amount: number, rate: number, slope: number): number {
  if (amount === 0) return 0;
  // rate t + slope t^2 / 2 = amount, solved so that nothing cancels.
  return (2 * amount) / (rate + Math.sqrt(Math.max(0, rate * rate + 2 * slope * amount)));
}
