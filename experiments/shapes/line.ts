/**
 * Piecewise-linear functions of time, which every load shape becomes. Seconds count from the start of the shape; two corners at one time
 * are a jump, of which the later one holds; before the first corner and from the last one on the value is 0.
 */

/** A corner of the piecewise-linear arrival rate. */
export interface Corner {
  /** Seconds since the start. */
  readonly time: number;
  /** Requests per second. */
  readonly rate: number;
}
export type Line = readonly Corner[];

/** Seconds from the start to the last corner. */
export const lengthOf = (line: Line): number => line.at(-1)?.time ?? 0;

/** The highest rate. */
export const peakOf = (line: Line): number => line.reduce((peak, { rate }) => Math.max(peak, rate), 0);

/** Rate at `time`, requests per second; at a jump the rate after it. */
export function rateAt(line: Line, time: number): number {
  const next = after(line, time);
  const [a, b] = [line[next - 1], line[next]];
  return a === undefined || b === undefined ? 0 : between(a, b, time);
}

/** Requests from `from` to `to` (seconds): the integral of the rate, exact. */
export function requestsBetween(line: Line, from: number, to: number): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const [start, end] = [Math.max(a.time, from), Math.min(b.time, to)];
    if (end > start) sum += ((between(a, b, start) + between(a, b, end)) / 2) * (end - start);
  }
  return sum;
}

/** The lines one after the other. */
export function joined(lines: readonly Line[]): Line {
  const result: Corner[] = [];
  let start = 0;
  // What takes no time is not to be seen.
  for (const line of lines.filter((one) => lengthOf(one) > 0)) {
    result.push(...line.map(({ time, rate }) => ({ time: start + time, rate })));
    start += lengthOf(line);
  }
  return tidy(result);
}

/** The sum of the rates, as long as the longest. */
export function added(lines: readonly Line[]): Line {
  const times = [...new Set(lines.flatMap((line) => line.map(({ time }) => time)))].sort((a, b) => a - b);
  return tidy(
    times.flatMap((time) => {
      const before = sum(lines, (line) => rateBefore(line, time));
      const at = sum(lines, (line) => rateAt(line, time));
      return time === 0
        ? [{ time, rate: at }]
        : [
            { time, rate: before },
            // What ends here does not go on: the line's own end is no jump to 0.
            ...(time === times.at(-1) ? [] : [{ time, rate: at }]),
          ];
    }),
  );
}

/** The same with rates and times multiplied. */
export const scaled = (line: Line, { rate = 1, time = 1 }: { readonly rate?: number; readonly time?: number }): Line =>
  line.map((corner) => ({ time: corner.time * time, rate: corner.rate * rate }));

/** The first `seconds` of the line. */
export function cut(line: Line, seconds: number): Line {
  if (lengthOf(line) <= seconds) return line;
  return [...line.filter(({ time }) => time < seconds), { time: seconds, rate: rateBefore(line, seconds) }];
}

/** Rate just before `time`, at a jump the rate before it. */
function rateBefore(line: Line, time: number): number {
  const i = line.findIndex((corner) => corner.time >= time);
  const [a, b] = [line[i - 1], line[i]];
  return a === undefined || b === undefined ? 0 : between(a, b, time);
}

/** Without corners that change nothing: repeated ones, and those in the midst of a straight line. */
function tidy(line: Line): Line {
  const distinct = line.filter(({ time, rate }, i) => time !== line[i - 1]?.time || rate !== line[i - 1]?.rate);
  return distinct.filter((corner, i) => {
    const [a, b] = [distinct[i - 1], distinct[i + 1]];
    if (a === undefined || b === undefined || a.time === corner.time || b.time === corner.time) return true;
    return Math.abs(between(a, b, corner.time) - corner.rate) > 1e-9;
  });
}

/** Index of the first corner later than `time`. */
function after(line: Line, time: number): number {
  let [low, high] = [0, line.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (line[middle]!.time > time) high = middle;
    else low = middle + 1;
  }
  return low;
}

const between = (a: Corner, b: Corner, time: number): number =>
  a.time === b.time ? b.rate : a.rate + ((b.rate - a.rate) * (time - a.time)) / (b.time - a.time);

const sum = (lines: readonly Line[], value: (line: Line) => number): number =>
  lines.reduce((total, line) => total + value(line), 0);
