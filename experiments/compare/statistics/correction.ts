/**
 * p values corrected for many comparisons by S. Holm's step-down method (A Simple Sequentially Rejective Multiple Test Procedure, Scandinavian
 * Journal of Statistics 6(2), 1979), in the order given: at most alpha of all families of comparisons have a false finding.
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, index) => index).sort((a, b) => ps[a]! - ps[b]!);
  const corrected = new Array<number>(ps.length);
  let least = 0;
  order.forEach((index, rank) => {
    least = Math.max(least, Math.min(1, (ps.length - rank) * ps[index]!));
    corrected[index] = least;
  });
  return corrected;
}
