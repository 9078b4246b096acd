/**
 * Quantile by linear interpolation, as R (type 7) and NumPy have it by default: R. J. Hyndman and Y. Fan, Sample Quantiles in Statistical
 * Packages, The American Statistician 50(4), 1996. NaN where there are no values.
 * @param p 0 to 1
 */
export function quantile(values: readonly number[], p: number): number {
  return sortedQuantile(
    values.toSorted((a, b) => a - b),
    p,
  );
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Interquartile range. */
export const iqr = (values: readonly number[]): number => quantile(values, 0.75) - quantile(values, 0.25);

/** As `quantile`, of values that are in order already. */
export function sortedQuantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) return NaN;
  const position = (sorted.length - 1) * p;
  const low = Math.floor(position);
  const [a, b] = [sorted[low]!, sorted[Math.min(low + 1, sorted.length - 1)]!];
  return a + (b - a) * (position - low);
}
