import type { Verdict } from '../types';
import type { PlannedRun } from './plan';
import type { ComparisonStore } from './store';

/** Where a comparison is. */
export interface Progress {
  readonly run: PlannedRun;
  /** Runs that are over, and all. */
  readonly done: number;
  readonly of: number;
  /** Estimate of the time that the rest takes, s, from the runs so far; null before the first is over. */
  readonly remaining: number | null;
}

export interface Execution {
  /** Brings the variant up, runs the load, and gives the result's id and verdict. */
  readonly measure: (run: PlannedRun) => Promise<{ readonly id: string; readonly verdict: Verdict }>;
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
  /** Clock, ms. @default Date.now */
  readonly now?: () => number;
}

/** Does what is left of a comparison, run after run; each is kept as soon as it is over. */
export async function execute(
  store: ComparisonStore,
  { measure, signal, report, now = Date.now }: Execution,
): Promise<void> {
  const begin = now();
  let measured = 0;
  for (;;) {
    signal.throwIfAborted();
    const rest = store.remaining();
    const [run] = rest;
    if (run === undefined) return;
    const all = store.plan.runs.length;
    const each = measured === 0 ? null : (now() - begin) / 1000 / measured;
    report({ run, done: all - rest.length, of: all, remaining: each === null ? null : each * rest.length });
    const { id, verdict } = await measure(run);
    await store.add({ index: run.index, id, verdict });
    measured++;
  }
}
