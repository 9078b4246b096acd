/** What a workload's own metrics of its requests are called, as Prometheus has them. */
export interface RequestMetrics {
  /** Counter of answered requests. */
  readonly total: string;
  /** Label matcher of those that failed, by the load generator's meaning: no answer in time, or a status of 400 or more. */
  readonly failed: string;
  /** Histogram of the time that an answer took, seconds; without `_bucket`. */
  readonly duration: string;
  /** Upper bounds of its buckets, seconds, ascending. */
  readonly buckets: readonly number[];
  /** Label that holds the request's path, on both. */
  readonly route: string;
  /** Regular expression of the paths that are not asked for by users: probes and scrapes. */
  readonly internalRoutes: string;
  /** Gauge of requests that wait for their turn, if there is one. */
  readonly waiting?: string;
}

/** The sample application's (apps/sample/metrics.ts). */
export const sampleRequests: RequestMetrics = {
  total: 'node_http_requests_total',
  failed: 'status=~"[45].."',
  duration: 'http_request_duration_seconds',
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  route: 'route',
  internalRoutes: '/healthz|/readyz|/metrics',
  waiting: 'work_queue_length',
};

/** The sample application's counter of requests to its routes that were answered with 200, where it is one of several services (apps/sample/serviceMetrics.ts). */
export const SERVICE_COUNTER = 'service_requests_served_total';
