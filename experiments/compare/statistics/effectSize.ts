/** How great an effect is in words. */
export type Magnitude = 'negligible' | 'small' | 'medium' | 'large';

/**
 * Cliff's delta: how much more often a value of the first group is above one of the second than below it, -1 to 1 (N. Cliff, Dominance
 * Statistics, Psychological Bulletin 114(3), 1993).
 */
export function cliffsDelta(first: readonly number[], second: readonly number[]): number {
  let dominance = 0;
  for (const a of first) for (const b of second) dominance += Math.sign(a - b);
  return dominance / (first.length * second.length);
}

/** In words, by the bounds 0.147, 0.33 and 0.474 of J. Romano et al., Exploring Methods for Evaluating Group Differences, 2006. */
export function magnitude(delta: number): Magnitude {
  const size = Math.abs(delta);
  if (size < 0.147) return 'negligible';
  if (size < 0.33) return 'small';
  return size < 0.474 ? 'medium' : 'large';
}
