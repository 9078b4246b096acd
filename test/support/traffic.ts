import { setTimeout as sleep } from 'node:timers/promises';
import type { Kube } from '../../experiments/kube';

/**
 * Steady requests at a Service, one after the other is due and not after the other is answered. They go through the API server's
 * proxy, which takes one of the Service's ready endpoints for each.
 */
export class Traffic {
  sent = 0;
  answered = 0;
  /** Why requests failed, with the time. */
  readonly failures: string[] = [];
  readonly #stop = new AbortController();
  readonly #pending = new Set<Promise<void>>();
  readonly #loop: Promise<void>;

  /** @param path of the Service's proxy, for example `/api/v1/namespaces/a/services/b:http/proxy/` */
  constructor(
    private readonly kube: Kube,
    private readonly path: string,
    intervalMs: number,
  ) {
    this.#loop = this.#run(intervalMs);
  }

  /** Sends no more, and waits for what is on its way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
    await Promise.all(this.#pending);
  }

  async #run(intervalMs: number): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const request = this.#send();
      this.#pending.add(request);
      void request.then(() => this.#pending.delete(request));
      await sleep(intervalMs, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  async #send(): Promise<void> {
    this.sent++;
    try {
      await this.kube.text(this.path);
      this.answered++;
    } catch (error) {
      this.failures.push(`${new Date().toISOString()} ${(error as Error).message}`);
    }
  }
}
