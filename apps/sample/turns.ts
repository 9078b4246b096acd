/** Thrown to a caller whose signal was aborted before its turn came. */
export class Abandoned extends Error {
  constructor() {
    super('the client went away before the work began');
  }
}

/** Lets at most `places` callers in at the same time, first come, first served. The queue has no bound. */
export class Turns {
  #taken = 0;
  readonly #waiting = new Set<() => void>();

  /** @param places 0: no bound */
  constructor(readonly places: number) {}

  /** Callers that wait for their turn. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Resolves when it is the caller's turn; who got it has to `leave`. Rejects with Abandoned if the signal comes first. */
  take(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        signal?.removeEventListener('abort', giveUp);
        this.#taken++;
        resolve();
      };
      const giveUp = () => {
        this.#waiting.delete(begin);
        reject(new Abandoned());
      };
      if (signal?.aborted) return giveUp();
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#waiting.add(begin);
      this.#next();
    });
  }

  leave(): void {
    this.#taken--;
    this.#next();
  }

  #next(): void {
    if (this.places > 0 && this.#taken >= this.places) return;
    // A Set keeps the order of insertion: its first value has waited longest.
    const [begin] = this.#waiting;
    if (begin === undefined) return;
    this.#waiting.delete(begin);
    begin();
  }
}
