import { poissonArrivals } from '../shapes/arrivals';
import { requestsBetween } from '../shapes/line';
import { seeded } from '../shapes/random';
import { arriving, meanSteps } from './journeys';
import { corners, type Shape } from './shape';
import { isClosed } from './spec';

/** Seed of whatever is drawn for a load that names none. */
export const DEFAULT_SEED = 1;

export const isPoisson = ({ load }: Shape): boolean => load.arrivals === 'poisson';

/** When the requests, or the journeys, of a load with Poisson arrivals are due, seconds since its start (warm-up included), ascending; always the same. */
export function drawnArrivals(shape: Shape): number[] {
  return poissonArrivals(corners(arriving(shape)), seeded(shape.load.seed ?? DEFAULT_SEED));
}

/** Requests that are due from one time (included) to another, seconds since the start of the load. */
export type Offered = (from: number, to: number) => number;

/**
 * How many requests a load offers: the integral of its rate, or the number of arrivals that were drawn; a journey counts with the mean number of
 * steps. Null for a closed loop, which offers
 * none of itself: how many it sends depends on the answers.
 */
export function offeredBy(shape: Shape): Offered | null {
  if (isClosed(shape.load)) return null;
  if (!isPoisson(shape)) {
    const line = corners(shape);
    return (from, to) => requestsBetween(line, from, to);
  }
  const due = drawnOnce(shape);
  const each = meanSteps(shape.load);
  return (from, to) => (before(due, to) - before(due, from)) * each;
}

const drawn = new WeakMap<Shape['load'], { readonly warmup: number; readonly due: Float64Array }>();

/** The arrivals of a load are asked for second by second while it runs. */
function drawnOnce(shape: Shape): Float64Array {
  const known = drawn.get(shape.load);
  if (known?.warmup === shape.warmup) return known.due;
  const due = Float64Array.from(drawnArrivals(shape));
  drawn.set(shape.load, { warmup: shape.warmup, due });
  return due;
}

/** How many of the ascending numbers are below `limit`. */
function before(ascending: Float64Array, limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
