import type { Result } from '../types';
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
  readonly measure: (run: PlannedRun) => Promise<Pick<Result, 'id' | 'verdict'>>;
  /**
   * Looks for the result of the run that had begun, and was perhaps over, when the comparison was interrupted; undefined where it has none.
   * @default it has none
   */
  readonly recover?: (run: PlannedRun, since: string) => Pick<Result, 'id' | 'verdict'> | undefined;
  readonly signal: AbortSignal;
  readonly report: (progress: Progress) => void;
  /** Clock, ms. @default Date.now */
  readonly now?: () => number;
}

/** Does what is left of a comparison, run after run; each is kept as soon as it is over. */
export async function execute(
  store: ComparisonStore,
  { measure, recover, signal, report, now = Date.now }: Execution,
): Promise<void> {
  const begun = store.begun();
  const over = begun && recover?.(begun.run, begun.since);
  if (over) await store.add({ index: begun.run.index, id: over.id, verdict: over.verdict });
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
    await store.begin(run, new Date(now()).toISOString());
    const { id, verdict } = await measure(run);
    await store.add({ index: run.index, id, verdict });
    measured++;
  }
}
