import type { ParsedShape } from '../shapes/spec';

/** The load drivers that there are; experiments/load/drivers.ts has what each is. */
export const DRIVER_NAMES = ['k6', 'locust', 'siege'] as const;
export type DriverName = (typeof DRIVER_NAMES)[number];

/** A step of the load: `rate` for `duration` seconds, reached at once or by a linear ramp before it. */
export interface Stage {
  /** Arrival rate, requests per second; with the model `users` the number of virtual users. 0 or more. */
  readonly rate: number;
  /** How long the rate is held, seconds. */
  readonly duration: number;
  /** Seconds of linear ramp from the rate before to this one; they come before `duration`. @default 0 */
  readonly ramp?: number;
}

/** One of the requests that a load is mixed of. */
export interface WeightedRequest {
  /** On the workload's service, for example `/heavywork`. */
  readonly path: string;
  /** Its share of the requests is its weight of the sum of all. @default 1 */
  readonly weight?: number;
  /** @default GET */
  readonly method?: Method;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof METHODS)[number];

/** A request of a journey. */
export interface JourneyStep extends Omit<WeightedRequest, 'weight'> {
  /** Seconds that the user waits after its answer. @default the load's */
  readonly thinkTime?: number;
}

/** What a user comes for: requests one after the other. */
export interface Journey {
  readonly name: string;
  /** Its share of the journeys that begin is its weight of the sum of all. @default 1 */
  readonly weight?: number;
  readonly steps: readonly JourneyStep[];
}

/** What is sent, when and by what. Its schema is `loadSchema` (schema.ts). */
export interface LoadSpec {
  readonly driver: DriverName;
  /**
   * `arrivals` (open loop): requests come at their rate, however long the answers take. `users` (closed loop): each virtual user waits for
   * its answer and then `thinkTime` before it sends the next, so that a slow server gets less load. @default arrivals
   */
  readonly model?: 'arrivals' | 'users';
  /** Seconds that a user waits between an answer and its next request; only with the model `users`, or with `journeys`. @default 1 */
  readonly thinkTime?: number;
  /** `even`: as far apart as the rate says. `poisson`: at random (a Poisson process), drawn with `seed`. @default even */
  readonly arrivals?: 'even' | 'poisson';
  /** Of whatever is drawn: Poisson arrivals, the order of a mix. The same seed gives the same. @default 1 */
  readonly seed?: number;
  /** Path on the workload's service of every request, for example `/heavywork`; this, `requests` or `journeys`. */
  readonly path?: string;
  /** A weighted mix of requests. */
  readonly requests?: readonly WeightedRequest[];
  /**
   * A weighted mix of journeys, each of one user. In the open loop users come at the load's rate, and each then waits for its answers (a partly-open
   * system: B. Schroeder and others, Open Versus Closed: A Cautionary Tale, NSDI 2006); rates are of requests, so that journeys begin at the rate by
   * their mean number of steps. In the closed loop a user begins the next journey when one is over.
   */
  readonly journeys?: readonly Journey[];
  readonly stages: readonly Stage[];
  /** The shape that the stages were made from, if the load was given as one. */
  readonly shape?: ParsedShape;
  /** Seconds after which a request counts as failed. It also bounds the virtual users that open-loop load needs. */
  readonly timeout: number;
  /** Keep connections between requests. @default false: with it, new pods would get no load. */
  readonly reuseConnections?: boolean;
  /** Load generators that share the load, each a pod; Locust's workers. @default 1 */
  readonly generators?: number;
  /** Only with the driver `locust`. */
  readonly locust?: LocustOptions;
  /** Only with the driver `siege`. */
  readonly siege?: SiegeOptions;
}

export interface LocustOptions {
  /** Its web interface can be seen on this machine's loopback while the load runs. @default false */
  readonly web?: boolean;
  /** More workers when those that there are use more than `targetCpu` percent of the CPU that they ask for (a quarter of a core). @default their number is fixed */
  readonly autoscaleWorkers?: {
    /** The most workers. */
    readonly max: number;
    /** @default 70 */
    readonly targetCpu?: number;
  };
}

export interface SiegeOptions {
  /** Each user waits a random time of at most so many seconds before a request. @default 0, siege's `--benchmark` */
  readonly delay?: number;
}

/** A request with its defaults. */
export interface ReadyRequest extends WeightedRequest {
  readonly weight: number;
  readonly method: Method;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is requested, with its defaults; of journeys all steps one after the other, each with its journey's weight. */
export function requestsOf({
  path,
  requests,
  journeys,
}: Pick<LoadSpec, 'path' | 'requests' | 'journeys'>): readonly ReadyRequest[] {
  const steps = journeys?.flatMap(({ weight = 1, steps: all }) =>
    all.map(({ thinkTime: _, ...step }): WeightedRequest => ({ ...step, weight })),
  );
  const list: readonly WeightedRequest[] = steps ?? requests ?? [{ path: path ?? '/' }];
  return list.map((one) => ({ weight: 1, method: 'GET', headers: {}, ...one }));
}

/** Whether virtual users wait for their answers (closed loop). */
export const isClosed = ({ model }: Pick<LoadSpec, 'model'>): boolean => model === 'users';

/** Seconds that a virtual user of a closed loop waits between an answer and its next request. */
export const thinkTimeOf = ({ thinkTime }: Pick<LoadSpec, 'thinkTime'>): number => thinkTime ?? 1;

/** What the stages count, as it follows a number. */
export const levelUnit = (load: Pick<LoadSpec, 'model'>): string => (isClosed(load) ? ' users' : '/s');
