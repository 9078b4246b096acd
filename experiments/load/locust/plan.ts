import { lengthOf } from '../../shapes/line';
import type { Target } from '../../types';
import { loadHost } from '../address';
import { corners, peakRate, type Shape } from '../shape';
import { isClosed, requestsOf, thinkTimeOf, type ReadyRequest } from '../spec';

/** The most users of a worker; hundreds may begin at once, each with its request. */
export const MAX_WORKER_USERS = 1000;

/** The load as `locustfile.py` takes it. */
export interface Plan {
  /** Corners of the number of users: seconds and users. */
  readonly line: readonly (readonly [number, number])[];
  readonly seconds: number;
  /** The most users at any time. */
  readonly most: number;
  /** Seconds between the turns of a user, where the load is a rate. */
  readonly pacing?: number;
  /** Seconds that a user waits after an answer, where the load is users. */
  readonly thinkTime?: number;
  readonly host: string;
  readonly requests: readonly ReadyRequest[];
  readonly seed: number;
  readonly timeout: number;
  readonly reuseConnections: boolean;
}

/** Workers of a load: those at its start, and the most that it may come to. */
export function workersOf({ load }: Shape): { readonly least: number; readonly most: number } {
  const least = load.generators ?? 1;
  return { least, most: Math.max(least, load.locust?.autoscaleWorkers?.max ?? 0) };
}

/**
 * Seconds between the turns of a user where the load is a rate. As long as the timeout nobody misses a turn: whatever happened to a request, it
 * is over when its user's next is due. Shorter where that took more users than the workers can have.
 */
export function pacingOf(shape: Shape): number {
  return Math.min(shape.load.timeout, (MAX_WORKER_USERS * workersOf(shape).least) / peakRate(shape));
}

/** The most users at any time: those of a closed loop, or those who make the highest rate. */
export function mostUsers(shape: Shape): number {
  return Math.ceil(peakRate(shape) * (isClosed(shape.load) ? 1 : pacingOf(shape)) - 1e-6);
}

/** The same line of corners as for the other drivers, in users. */
export function planOf(shape: Shape, target: Pick<Target, 'workload' | 'ingress'>): Plan {
  const { load } = shape;
  const line = corners(shape);
  const pacing = isClosed(load) ? undefined : pacingOf(shape);
  const users = (rate: number): number => Number((rate * (pacing ?? 1)).toFixed(6));
  return {
    line: line.map(({ time, rate }) => [time, users(rate)] as const),
    seconds: lengthOf(line),
    most: mostUsers(shape),
    ...(pacing === undefined ? { thinkTime: thinkTimeOf(load) } : { pacing }),
    host: loadHost(target),
    requests: requestsOf(load),
    seed: load.seed ?? 1,
    timeout: load.timeout,
    reuseConnections: load.reuseConnections ?? false,
  };
}
