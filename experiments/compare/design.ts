import type { Random } from '../shapes/arrivals';

/**
 * The order of the runs: blocks in which each variant runs once, in random order. What changes slowly (a machine that warms up, neighbours)
 * then falls on all variants alike (R. A. Fisher, The Design of Experiments, chapter IV: randomised blocks).
 */
export function blocksOf(variants: readonly string[], repeats: number, random: Random): string[][] {
  return Array.from({ length: repeats }, () => shuffled(variants, random));
}

/** Fisher and Yates' shuffle (D. E. Knuth, The Art of Computer Programming 2, algorithm P): each order as likely as any other. */
function shuffled<T>(values: readonly T[], random: Random): T[] {
  const result = [...values];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}
