import { setTimeout as sleep } from 'node:timers/promises';

/** Waits some milliseconds, or throws when `signal` is aborted. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await sleep(milliseconds, undefined, signal ? { signal } : {}).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
}

export interface WaitOptions {
  /** What is waited for, as an error names it. */
  readonly what: string;
  /** In milliseconds. */
  readonly timeout: number;
  /** Between two tries, in milliseconds; default 50. */
  readonly interval?: number;
  readonly signal?: AbortSignal | undefined;
  /** Added to the error when the time is over: what to look at. */
  readonly hint?: () => string;
}

/** Tries until `attempt` gives something but undefined. An attempt that throws counts as not yet; its error is shown in the end. */
export async function waitFor<T>(
  options: WaitOptions,
  attempt: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const end = Date.now() + options.timeout;
  let last: unknown;
  for (;;) {
    options.signal?.throwIfAborted();
    try {
      const result = await attempt();
      if (result !== undefined) return result;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) break;
    await pause(options.interval ?? 50, options.signal);
  }
  const cause = last instanceof Error ? `: ${last.message}` : '';
  const hint = options.hint?.();
  throw new Error(`${options.what}: not after ${options.timeout / 1000} s${cause}${hint ? `\n${hint}` : ''}`);
}
