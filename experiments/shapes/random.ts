import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { mersenne } from 'pure-rand/generator/mersenne';
import type { Random } from './arrivals';

/**
 * Random numbers that are the same for the same seed, on every machine (Mersenne Twister). Its initialization mixes the seed; pure-rand's
 * xoroshiro128+ takes it as it is, so that its first number is 1 less some millionths for every small seed.
 */
export function seeded(seed: number): Random {
  const generator = mersenne(seed);
  return () => uniformFloat64(generator);
}
