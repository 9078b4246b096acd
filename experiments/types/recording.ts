import type { ServiceRecording } from '../services/types';
import type { HpaPoint, KubeEvent, PodRecord, ReplicaPoint, ScaledObjectPoint, VpaPoint } from './cluster';
import type { NodeClaimRecord } from './nodes';

/** A time span with something wrong in it: a lost watch, a scrape that failed, a query without an answer. */
export interface Gap {
  readonly source: string;
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/** All requests of the load generator, column by column; index i is one request. */
export interface Requests {
  /** When the response (or the failure) was complete. */
  readonly end: Float64Array;
  /** How long the request took with everything, connecting included, ms (1 ms resolution). */
  readonly elapsed?: Float64Array;
  /** k6's http_req_duration, ms: sending + waiting + receiving, without connecting; from when it was due, if it was begun `late`. */
  readonly duration: Float64Array;
  /** HTTP status, 0 where no response came. */
  readonly status: Uint16Array;
  /** 1 for a response with a status from 200 to 399, else 0. */
  readonly ok: Uint8Array;
  /**
   * Why it failed, as k6's error code whatever the driver, 0 where it did not: 1050 timed out, 1101 no such name, 12xx TCP (1212 refused, 1220
   * reset), 13xx TLS, 1400 to 1599 the status minus 1000 (https://grafana.com/docs/k6/latest/javascript-api/error-codes/).
   */
  readonly errorCode?: Uint16Array;
  /** Which request of the load's mix it was, by its index. */
  readonly kind?: Uint8Array;
  /** ms that it was begun after it was due, because everyone who could send it was busy; `duration` includes it. */
  readonly late?: Float64Array;
  /** Which of several generators sent it, by its index. */
  readonly generator?: Uint8Array;
}

/** A series from Prometheus: `points` are [time, value]; empty with the reason where there is none. */
export interface Series {
  readonly query: string;
  readonly unit: string;
  readonly points: readonly (readonly [number, number])[];
  readonly reason?: string;
}

/** Everything seen in one run. Pure functions make the SLIs from it. */
export interface Recording {
  /** When the first request was due (k6's scenario start). Null: load never started. */
  readonly loadStart: number | null;
  /** When recording began and ended. */
  readonly from: number;
  readonly to: number;
  readonly requests: Requests;
  /** Iterations that k6 could not start, each with its time and count. */
  readonly dropped: readonly { time: number; count: number }[];
  /** k6's own end-of-test summary, as k6 wrote it; null when it never came. */
  readonly summary: Readonly<Record<string, unknown>> | null;
  readonly replicas: readonly ReplicaPoint[];
  readonly pods: readonly PodRecord[];
  readonly hpa: readonly HpaPoint[];
  readonly scaledObject: readonly ScaledObjectPoint[];
  readonly vpa: readonly VpaPoint[];
  readonly nodes: readonly { time: number; ready: number }[];
  /** Of node pools. @default there are none */
  readonly nodeClaims?: readonly NodeClaimRecord[];
  readonly events: readonly KubeEvent[];
  /**
   * By name: `cpuUsage` (cores, all pods), `memoryMax` (bytes, of the pod that uses most), `cpuThrottled` (share of CFS periods, 0 to 1), `servedTotal` (increase over the load, one
   * point), `targetsUp` (share of scrape targets up, 0 to 1).
   */
  readonly series: Readonly<Record<string, Series>>;
  /** By name, of a workload of several services. */
  readonly services?: Readonly<Record<string, ServiceRecording>>;
  readonly gaps: readonly Gap[];
  /** Why the run did not go as it should (preflight, generator died, interrupted, ...). Not empty: the run is invalid. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}
