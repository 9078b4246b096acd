import type { ServiceResult, SignalSource } from '../services/types';

/** The services over a time of about even load. */
export interface Level {
  /** Arrival rate at the entry, requests per second. */
  readonly offered: number;
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly services: Readonly<Record<string, ServiceResult>>;
}

/** Which of a service's resources is used most; `queue`: one of which the mesh only sees that requests wait for it. */
export type Resource = 'CPU' | 'threads' | 'pool' | 'queue';

/** What is said of one service, at the highest level unless named otherwise. */
export interface Ranked {
  readonly service: string;
  /** Share of its most used resource, 0 to 1; of the pool only what the service itself holds. Null: unknown. */
  readonly utilization: number | null;
  readonly resource: Resource | null;
  /** Time of a request at the entry that arises in this service, queues that others make included, ms. */
  readonly latency: number;
  /** Share of the entry's latency. */
  readonly share: number;
  /** The same at the lowest level, ms. */
  readonly latencyBefore: number;
  /** Of `latency`: waiting, fixed delay, working, and what the service does not see itself (network, accepting), ms. */
  readonly parts: Parts;
  /** Requests that wait in it. */
  readonly queue: number | null;
  /** CFS periods in which it is throttled, share. */
  readonly throttled: number | null;
  readonly replicas: number | null;
  /** Rate at the entry at which the resource would be used up, requests per second (bottleneck law). */
  readonly capacity: number | null;
}

export interface Parts {
  readonly wait: number;
  readonly delay: number;
  readonly work: number;
  readonly other: number;
}

/** A service that is full or queues because it waits for another. */
export interface Hidden {
  readonly service: string;
  /** Whom it waits for in the end. */
  readonly behind: string;
  /** Requests that wait in it, on average. */
  readonly queue: number;
  /** Its own utilization. */
  readonly utilization: number | null;
}

export interface Bottleneck {
  /** Who counted. */
  readonly signals: SignalSource;
  /**
   * `saturated`: the named service is used up, and more of it will help. `unsaturated`: none is; the named one would be the first.
   * `unknown`: the data does not say.
   */
  readonly verdict: 'saturated' | 'unsaturated' | 'unknown';
  /** The service to scale first. */
  readonly service: string | null;
  /** Why, a sentence each. */
  readonly evidence: readonly string[];
  /** The most likely bottleneck first. */
  readonly ranking: readonly Ranked[];
  /** Services whose queue is another's. */
  readonly hidden: readonly Hidden[];
  /** From the entry on, always to the call that takes the most of the time. */
  readonly criticalPath: readonly string[];
  /** Rate at which the latency begins to rise steeply, requests per second; null where it does not. */
  readonly knee: number | null;
}
