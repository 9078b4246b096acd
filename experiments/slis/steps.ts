/** [time in ms, value]; a value holds until the next point. Ascending in time. */
export type Point = readonly [time: number, value: number];

/** Index of the last element whose time is at or before `time`; -1 if there is none. */
export function lastAtOrBefore<T>(ascending: readonly T[], time: number, timeOf: (element: T) => number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeOf(ascending[middle] as T) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The last of what is in order of time that was there at that time. */
export function latest<T extends { readonly time: number }>(ascending: readonly T[], time: number): T | undefined {
  return ascending[lastAtOrBefore(ascending, time, (element) => element.time)];
}

/** The value that holds at `time`; null before the first point. */
export function valueAt(points: readonly Point[], time: number): number | null {
  return points[lastAtOrBefore(points, time, ([t]) => t)]?.[1] ?? null;
}

/** Integral of a step function over [from, to], in value x seconds. Before the first point it counts nothing. */
export function integrate(points: readonly Point[], from: number, to: number): number {
  return points.reduce((sum, [time, value], index) => {
    const start = Math.max(from, time);
    const end = Math.min(to, points[index + 1]?.[0] ?? Infinity);
    return end > start ? sum + (value * (end - start)) / 1000 : sum;
  }, 0);
}

/** Largest value that held at some moment of [from, to]; null where there is none. */
export function maxOver(points: readonly Point[], from: number, to: number): number | null {
  const start = lastAtOrBefore(points, from, ([t]) => t);
  const values = points
    .filter(([time], index) => index === start || (time >= from && time < to))
    .map(([, value]) => value);
  return values.length > 0 ? Math.max(...values) : null;
}

/** The longest stretch of [from, to] without a point, seconds: sampled series must not be stretched over holes. */
export function longestHole(points: readonly Point[], from: number, to: number): number {
  const start = points[lastAtOrBefore(points, from, ([t]) => t)]?.[0];
  const times = points.map(([time]) => time).filter((time) => time > from && time < to);
  // A sample before the window holds into it, so the hole is counted from that sample on.
  const edges = [start ?? from, ...times, to];
  return Math.max(...edges.slice(1).map((time, index) => time - (edges[index] as number))) / 1000;
}
