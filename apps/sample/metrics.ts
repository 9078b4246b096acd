import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Upper bounds, s: from below the time of light work to the usual time-out of a client. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** One answered request. */
export interface Observation {
  readonly method: string;
  /** One of the application's paths, or `other`: a label must not take what a client makes up. */
  readonly route: string;
  readonly status: number;
  /** From the request's headers to the end of the answer, s. */
  readonly seconds: number;
}

/** The application's metrics in a registry of their own. */
export class Metrics {
  readonly registry = new Registry();
  readonly #requests = new Counter({
    name: 'node_http_requests_total',
    help: 'Answered HTTP requests. Status 499: the client went away before the answer was complete.',
    labelNames: ['method', 'route', 'status'] as const,
    registers: [this.registry],
  });
  readonly #heavywork = new Counter({
    name: 'heavywork_requests_total',
    help: 'Requests to /heavywork that were answered with status 200.',
    registers: [this.registry],
  });
  readonly #duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the headers of a request to the end of its answer, the wait for its turn included.',
    labelNames: ['route'] as const,
    buckets: BUCKETS,
    registers: [this.registry],
  });

  /** @param waiting Gives the number of requests that wait for their turn to work. */
  constructor(waiting: () => number) {
    // The default precision of 10 ms is a timer that fires 100 times a second: CPU use of an idle pod.
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: 100 });
    new Gauge({
      name: 'work_queue_length',
      help: 'Requests that wait for their turn to work.',
      registers: [this.registry],
      collect() {
        this.set(waiting());
      },
    });
  }

  observe({ method, route, status, seconds }: Observation): void {
    this.#requests.inc({ method, route, status });
    this.#duration.observe({ route }, seconds);
    if (route === '/heavywork' && status === 200) this.#heavywork.inc();
  }
}
