import { setTimeout as sleep } from 'node:timers/promises';
import type { Counter } from 'prom-client';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { call, failed } from './downstream';
import type { Route, Target } from './routes';
import type { ServiceMetrics } from './serviceMetrics';
import { Turns } from './turns';
import type { Worker } from './work';

export interface ServiceOptions {
  /** Requests that are handled at the same time, with their waits for other services; 0: no bound. */
  readonly poolSize: number;
  /** Of the errors: the same seed, the same requests that fail. */
  readonly seed: number;
  readonly timeoutSeconds: number;
}

/** One service of several: its own work, its delay, its errors and its calls to others, with the time of each on its metrics. */
export class Service {
  readonly #pool: Turns;
  readonly #random: () => number;

  constructor(
    private readonly options: ServiceOptions,
    private readonly worker: Worker,
    private readonly metrics: ServiceMetrics,
  ) {
    this.#pool = new Turns(options.poolSize);
    const generator = xoroshiro128plus(options.seed);
    this.#random = () => uniformFloat64(generator);
  }

  /** Requests that wait for a place in the pool. */
  get waiting(): number {
    return this.#pool.waiting;
  }

  async handle({ rounds, delayMs, errorRate, calls }: Route, signal: AbortSignal) {
    const { poolWait, delay, downstreamWait, served } = this.metrics;
    const fails = errorRate > 0 && this.#random() < errorRate;
    await timed(poolWait, this.#pool.take(signal));
    try {
      if (delayMs > 0) await timed(delay, sleep(delayMs, undefined, { signal }));
      if (rounds > 0) await this.#work(rounds, signal);
      if (fails) return { status: 500, body: { error: 'an error as configured' } };
      for (const group of calls) {
        const results = await timed(downstreamWait, Promise.all(group.map((target) => this.#call(target, signal))));
        const bad = results.filter(failed);
        if (bad.length > 0) return { status: 502, body: { downstream: bad } };
      }
      if (!signal.aborted) served.inc();
      return { status: 200, body: { rounds } };
    } finally {
      this.#pool.leave();
    }
  }

  async #work(rounds: number, signal: AbortSignal): Promise<void> {
    const { workWait, work } = this.metrics;
    const came = performance.now();
    let begun: number | undefined;
    try {
      await this.worker.run(rounds, signal, () => (begun = performance.now()));
    } finally {
      const now = performance.now();
      workWait.inc(((begun ?? now) - came) / 1000);
      if (begun !== undefined) work.inc((now - begun) / 1000);
    }
  }

  async #call({ name, url }: Target, signal: AbortSignal) {
    const begin = performance.now();
    const result = await call(url, this.options.timeoutSeconds, signal);
    this.metrics.call(name, !failed(result), (performance.now() - begin) / 1000);
    return result;
  }
}

/** Counts the time also where it ended badly: who gave up has waited too. */
async function timed<T>(counter: Counter, what: Promise<T>): Promise<T> {
  const begin = performance.now();
  try {
    return await what;
  } finally {
    counter.inc((performance.now() - begin) / 1000);
  }
}
