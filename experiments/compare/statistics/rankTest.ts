import { normalCdf } from './normal';

/** Result of a rank test of two groups that are independent of each other. */
export interface RankTest {
  /** Mann and Whitney's U of the first group: pairs in which its value is the greater, ties as halves. */
  readonly u: number;
  /** Two-sided: how often a difference as great or greater would show if both groups came of one distribution. */
  readonly p: number;
  readonly method: 'exact' | 'normal';
}

/** Up to so many values all ways to divide them are counted; above, the normal approximation is good to three digits. */
const EXACT_UP_TO = 60;

/**
 * Wilcoxon's rank sum test (Mann and Whitney's U test). Exact with ties too: the distribution of the rank sum over all divisions of the midranks
 * (M. Hollander and D. A. Wolfe, Nonparametric Statistical Methods, section 4.1). For many values the normal approximation with corrections for
 * ties and continuity.
 * @throws where a group is empty or a value is not a number
 */
export function rankTest(first: readonly number[], second: readonly number[]): RankTest {
  const all = [...first, ...second];
  if (first.length === 0 || second.length === 0) throw new Error('a group is empty');
  if (!all.every(Number.isFinite)) throw new Error('a value is not a number');
  // Twice the midranks are whole numbers.
  const doubled = doubledRanks(all);
  const sum = doubled.slice(0, first.length).reduce((total, rank) => total + rank, 0);
  const u = sum / 2 - (first.length * (first.length + 1)) / 2;
  return all.length <= EXACT_UP_TO
    ? { u, p: exact(doubled, first.length, sum), method: 'exact' }
    : { u, p: approximate(doubled, first.length, u), method: 'normal' };
}

/** The smallest p that groups of these sizes can give: all of one above all of the other. */
export function leastP(first: number, second: number): number {
  let ways = 1;
  for (let i = 1; i <= first; i++) ways *= (second + i) / i;
  return Math.min(1, 2 / ways);
}

function doubledRanks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = start + 1 + end;
    start = end;
  }
  return ranks;
}

/** Share of all divisions whose rank sum is as far from its mean as `sum`. */
function exact(doubled: readonly number[], size: number, sum: number): number {
  const most = doubled.reduce((total, rank) => total + rank, 0);
  // ways[k][s]: subsets of k values with the sum s.
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(most + 1));
  ways[0]![0] = 1;
  for (const rank of doubled) {
    for (let k = size; k >= 1; k--) {
      const [from, to] = [ways[k - 1]!, ways[k]!];
      for (let s = most; s >= rank; s--) to[s]! += from[s - rank]!;
    }
  }
  const mean = size * (doubled.length + 1);
  let [extreme, total] = [0, 0];
  ways[size]!.forEach((count, s) => {
    total += count;
    if (Math.abs(s - mean) >= Math.abs(sum - mean)) extreme += count;
  });
  return extreme / total;
}

function approximate(doubled: readonly number[], size: number, u: number): number {
  const n = doubled.length;
  const other = n - size;
  const tied = new Map<number, number>();
  for (const rank of doubled) tied.set(rank, (tied.get(rank) ?? 0) + 1);
  const ties = [...tied.values()].reduce((total, t) => total + t ** 3 - t, 0);
  const variance = ((size * other) / 12) * (n + 1 - ties / (n * (n - 1)));
  if (variance === 0) return 1;
  const distance = Math.max(0, Math.abs(u - (size * other) / 2) - 0.5);
  return Math.min(1, 2 * normalCdf(-distance / Math.sqrt(variance)));
}
