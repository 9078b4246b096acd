import type { Job, Retry } from './model';

/** In milliseconds: after the first failure of a node, and the most; doubled in between. */
const firstRetry = 1_000;
const lastRetry = 30_000;

interface Running {
  readonly job: Job;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** What is being done to each node: one thing at a time, and a new one first ends the one before. */
export class Jobs {
  readonly #running = new Map<number, Running>();
  readonly #failures = new Map<number, Retry & { readonly times: number }>();

  /** `onEnd` is called after each end; `onFailure` with what a job failed of, but not when it was cut off. */
  constructor(
    private readonly onEnd: () => void,
    private readonly onFailure: (index: number, job: Job, error: Error) => void,
    private readonly now: () => number = Date.now,
  ) {}

  busy(index: number): Job | undefined {
    return this.#running.get(index)?.job;
  }

  /** What failed of a node last. */
  retry(index: number): Retry | undefined {
    return this.#failures.get(index);
  }

  start(index: number, job: Job, work: (signal: AbortSignal) => Promise<void>): void {
    const before = this.#running.get(index);
    before?.abort.abort(new Error(`${before.job} of node ${index} makes way for ${job}`));
    const abort = new AbortController();
    const done = (async () => {
      await before?.done;
      try {
        // It may have had to make way itself meanwhile.
        if (!abort.signal.aborted) await work(abort.signal);
        if (!abort.signal.aborted) this.#failures.delete(index);
      } catch (error) {
        if (!abort.signal.aborted) this.#fail(index, job, error as Error);
      } finally {
        if (this.#running.get(index)?.abort === abort) this.#running.delete(index);
      }
      this.onEnd();
    })();
    this.#running.set(index, { job, abort, done });
  }

  #fail(index: number, job: Job, error: Error): void {
    const last = this.#failures.get(index);
    const times = last?.job === job ? last.times + 1 : 1;
    const wait = Math.min(lastRetry, firstRetry * 2 ** (times - 1));
    this.#failures.set(index, { job, times, at: this.now() + wait });
    this.onFailure(index, job, error);
  }
}
