import { z } from 'zod';

const seconds = z.number().min(0).max(3600);
const error = 'seconds from 0 to 3600, { min, max } with min at most max, or { mean, sd }';

/** Seconds: always the same, evenly distributed between two bounds, or normally distributed (what is drawn below 0 is 0). */
export const delay = z.union(
  [
    seconds,
    z.strictObject({ min: seconds, max: seconds }).refine(({ min, max }) => min <= max, { error }),
    z.strictObject({ mean: seconds, sd: seconds }),
  ],
  { error },
);

export type Delay = Readonly<z.infer<typeof delay>>;
