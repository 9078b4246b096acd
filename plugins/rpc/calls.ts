import type { Engine } from './engine';
import type { CallContext } from './types';

/** The calls in flight. Aborting them asks each to stop; they still answer by themselves. */
export class Calls {
  readonly #stop = new AbortController();
  #running = 0;
  #idle: (() => void)[] = [];

  constructor(private readonly engine: Engine) {}

  /** Aborts all calls in flight, and those yet to come. The first reason stays. */
  abort(reason: string): void {
    this.#stop.abort(new Error(reason));
  }

  /** Resolves when no call is in flight. */
  async finished(): Promise<void> {
    if (this.#running > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /**
   * Runs one call. `timeout` in seconds, 0 for none. The lines it logged are delivered before it ends.
   */
  async run<T>(
    call: { urn: string; timeout: number; cancelled: AbortSignal },
    work: (context: CallContext) => Promise<T>,
  ): Promise<{ value: T } | { error: unknown; signal: AbortSignal }> {
    const limit = new AbortController();
    const timer =
      call.timeout > 0 ? setTimeout(() => limit.abort(timeLimit(call.timeout)), call.timeout * 1000) : undefined;
    const signal = AbortSignal.any([this.#stop.signal, call.cancelled, limit.signal]);
    const context: CallContext = {
      signal,
      log: (severity, message) => this.engine.log(severity, message, call.urn, false),
      status: (message) => this.engine.log('info', message, call.urn, true),
    };
    this.#running++;
    try {
      return { value: await work(context) };
    } catch (error) {
      return { error, signal };
    } finally {
      clearTimeout(timer);
      await this.engine.flush();
      if (--this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve();
    }
  }
}

function timeLimit(seconds: number): Error {
  return new Error(`the time limit of ${seconds} s passed (raise it with the resource option customTimeouts)`);
}
