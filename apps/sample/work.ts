import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { Turns } from './turns';

const derive = promisify(pbkdf2);

/**
 * Does CPU work for requests, first come, first served, `concurrency` at a time.
 *
 * The work is a fixed amount (rounds of PBKDF2-HMAC-SHA256), never a fixed time: a pod with less CPU takes longer, as a real
 * service does. It runs on a thread of libuv's pool, so the event loop stays free and the probes and `/metrics` are answered
 * however long the queue is. The queue has no bound: open-loop overload has to show as latency. A request whose client has
 * gone away leaves the queue, since nobody would get the answer.
 */
export class Worker {
  readonly #turns: Turns;

  constructor(readonly concurrency: number) {
    this.#turns = new Turns(concurrency);
  }

  /** Requests that wait for their turn. */
  get waiting(): number {
    return this.#turns.waiting;
  }

  /**
   * Waits for its turn, does the rounds and gives the digest in hex, the same for the same rounds.
   * @param begun called when the turn has come
   */
  async run(rounds: number, signal?: AbortSignal, begun?: () => void): Promise<string> {
    await this.#turns.take(signal);
    begun?.();
    try {
      return (await derive('work', 'salt', rounds, 32, 'sha256')).toString('hex');
    } finally {
      this.#turns.leave();
    }
  }
}
