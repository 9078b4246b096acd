import { z } from 'zod';

/** Seconds of a day, the longest that anything here may take. */
export const DAY = 86_400;

/** A number from `least` to `most`; what is wrong says so, with the unit. */
export function bounded(least: number, most: number, unit: string) {
  const error = `a number from ${least} to ${most} (${unit})`;
  return z.number({ error }).min(least, { error }).max(most, { error });
}
