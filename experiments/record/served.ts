/** Raw samples of one counter series of one pod: [Unix ms, value], ascending in time. */
export interface CounterSeries {
  readonly pod: string;
  readonly points: readonly (readonly [number, number])[];
}

/**
 * By how much counters rose after `from`, added up. PromQL's increase() is not used, for it extrapolates and does not see a counter's
 * first value. Here a series counts from its last sample at or before `from`; a series without one began after it
 * (a new pod, or a label met for the first time) and counts from 0; a value that falls is a restart, and counts from 0 again.
 * What a pod counted between its last scrape and its end is not in it.
 */
export function counterIncrease(series: readonly CounterSeries[], from: number): number {
  let sum = 0;
  for (const { points } of series) {
    let before = 0;
    for (const [time, value] of points) {
      if (time > from) sum += value >= before ? value - before : value;
      before = value;
    }
  }
  return sum;
}
