import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);

/** Thrown to a caller whose signal was aborted before its turn came. */
export class Abandoned extends Error {
  constructor() {
    super('the client went away before the work began');
  }
}

/**
 * Does CPU work for requests, first come, first served, `concurrency` at a time.
 *
 * The work is a fixed amount (rounds of PBKDF2-HMAC-SHA256), never a fixed time: a pod with less CPU takes longer, as a real
 * service does. It runs on a thread of libuv's pool, so the event loop stays free and the probes and `/metrics` are answered
 * however long the queue is. The queue has no bound: open-loop overload has to show as latency. A request whose client has
 * gone away leaves the queue, since nobody would get the answer.
 */
export class Worker {
  #running = 0;
  readonly #waiting = new Set<() => void>();

  constructor(readonly concurrency: number) {}

  /** Requests that wait for their turn. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Waits for its turn, does the rounds and gives the digest in hex, the same for the same rounds. */
  async run(rounds: number, signal?: AbortSignal): Promise<string> {
    await this.#turn(signal);
    try {
      return (await derive('work', 'salt', rounds, 32, 'sha256')).toString('hex');
    } finally {
      this.#running--;
      this.#next();
    }
  }

  #turn(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = () => {
        signal?.removeEventListener('abort', leave);
        this.#running++;
        resolve();
      };
      const leave = () => {
        this.#waiting.delete(begin);
        reject(new Abandoned());
      };
      if (signal?.aborted) return leave();
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.add(begin);
      this.#next();
    });
  }

  #next(): void {
    if (this.#running >= this.concurrency) return;
    // A Set keeps the order of insertion: its first value has waited longest.
    const [begin] = this.#waiting;
    if (begin === undefined) return;
    this.#waiting.delete(begin);
    begin();
  }
}
