import type { Calls } from './calls';

/** How long calls may clean up once the engine is gone or asks to stop. */
const CLEANUP_MS = 10_000;
const POLL_MS = 1000;

/** Aborts the calls, waits for them to clean up, bounded, and ends the process. */
async function end(calls: Calls, reason: string): Promise<never> {
  calls.abort(reason);
  await Promise.race([calls.finished(), new Promise((resolve) => setTimeout(resolve, CLEANUP_MS))]);
  process.exit(0);
}

/**
 * Ends the process with the engine, also when that was killed: the parent process is another one then. `owned` is false for a
 * provider that the engine did not start (PULUMI_DEBUG_PROVIDERS), which outlives it.
 */
export function followEngine(calls: Calls, owned: boolean): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void end(calls, `stopped by ${signal}`));
  // The engine reads both; writing to them after it died must not kill the clean-up.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  if (!owned) return;
  const engine = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === engine) return;
    clearInterval(timer);
    void end(calls, 'the Pulumi engine is gone');
  }, POLL_MS);
  timer.unref();
}
