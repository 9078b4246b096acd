import { Counter, type Registry } from 'prom-client';

/**
 * Where the time of a service's requests goes, as counters of seconds: their rate is the mean number of requests that are there at a
 * time (Little's law), and divided by the rate of requests it is the mean time of one.
 */
export class ServiceMetrics {
  /** Waiting for a place in the pool, the fixed delay, waiting for the turn to work, working, waiting for downstream calls. */
  readonly poolWait: Counter;
  readonly delay: Counter;
  readonly workWait: Counter;
  readonly work: Counter;
  readonly downstreamWait: Counter;
  readonly served: Counter;
  readonly #calls: Counter<'target' | 'result'>;
  readonly #callSeconds: Counter<'target'>;

  constructor(registry: Registry) {
    const counter = (name: string, help: string) => new Counter({ name, help, registers: [registry] });
    this.served = counter('service_requests_served_total', 'Requests to the routes that were answered with 200.');
    this.poolWait = counter('service_pool_wait_seconds_total', 'Time that requests waited for a place in the pool.');
    this.workWait = counter('service_work_wait_seconds_total', 'Time that requests waited for their turn to work.');
    this.work = counter('service_work_seconds_total', 'Time of work on a thread.');
    this.delay = counter('service_delay_seconds_total', 'Time of the fixed delay.');
    this.downstreamWait = counter(
      'service_downstream_wait_seconds_total',
      'Time that requests waited for calls to other services; calls at the same time count once.',
    );
    this.#calls = new Counter({
      name: 'service_calls_total',
      help: 'Calls to other services; result: ok, failed.',
      labelNames: ['target', 'result'] as const,
      registers: [registry],
    });
    this.#callSeconds = new Counter({
      name: 'service_call_seconds_total',
      help: 'Time that calls to other services took, connecting included.',
      labelNames: ['target'] as const,
      registers: [registry],
    });
  }

  call(target: string, ok: boolean, seconds: number): void {
    this.#calls.inc({ target, result: ok ? 'ok' : 'failed' });
    this.#callSeconds.inc({ target }, seconds);
  }
}
