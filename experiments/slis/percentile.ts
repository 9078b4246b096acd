/**
 * The p-quantile (0 to 1) of ascending values, by linear interpolation between the closest ranks at p * (n - 1).
 * The same definition as k6's own: TrendSink.P in go.k6.io/k6/metrics/sink.go. Null where there is no value.
 */
export function percentile(ascending: ArrayLike<number>, p: number): number | null {
  const last = ascending.length - 1;
  if (last < 0) return null;
  const rank = p * last;
  const low = ascending[Math.floor(rank)] as number;
  const high = ascending[Math.ceil(rank)] as number;
  // Equal ranks are not interpolated: with infinite values that would be NaN.
  return low === high ? low : low + (high - low) * (rank - Math.floor(rank));
}
