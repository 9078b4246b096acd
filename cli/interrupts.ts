/** Signals within this time are one press of Ctrl-C, ms: the terminal sends it to every process, and npm passes it on again. */
const ONE_PRESS = 1000;

/** Counts presses of Ctrl-C: gives the number of the press, or undefined for an echo of the one before. */
export function pressCounter(now: () => number): () => number | undefined {
  let presses = 0;
  let last = -Infinity;
  return () => {
    const time = now();
    if (time - last < ONE_PRESS) return undefined;
    last = time;
    return ++presses;
  };
}

/** Ctrl-C, SIGTERM and SIGHUP (a closed terminal), counted together for the time of one command. */
export class Interrupts {
  readonly #listeners = new Set<(press: number) => void>();
  readonly #controller = new AbortController();

  constructor() {
    const press = pressCounter(() => performance.now());
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        const number = press();
        if (number === undefined) return;
        this.#controller.abort(new Error('interrupted'));
        for (const listener of this.#listeners) listener(number);
        // Work that does not heed the first one gets no more than this.
        if (this.#listeners.size === 0 && number > 1) process.exit(130);
      });
    }
  }

  /** Aborted at the first press. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Passes each press to a listener, until the function that it gives is called. */
  listen(listener: (press: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
