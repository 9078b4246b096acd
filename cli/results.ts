import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { verdictTable, type TableInput } from '../experiments/report/table';
import type { Verdict } from '../experiments/types';

/** Exit codes of the verdicts. */
export const VERDICT_CODES: Readonly<Record<Verdict, number>> = { pass: 0, fail: 1, invalid: 3 };

/** The outputs of a stack whose update has run an experiment. */
export type ExperimentOutputs = TableInput & { readonly autoscaler?: string; readonly report?: string };

/** The outputs of the experiment; undefined where there was none. */
export function experimentOutputs(outputs: Readonly<Record<string, unknown>>): ExperimentOutputs | undefined {
  const wanted = ['slis', 'slos', 'verdict', 'reasons', 'warnings', 'reactions'];
  return wanted.every((key) => key in outputs) ? (outputs as unknown as ExperimentOutputs) : undefined;
}

/** What `up` ends with. `fresh` is whether the experiment was run by this update. */
export function summary(outputs: ExperimentOutputs, fresh: boolean, color: boolean): string {
  const other = outputs.autoscaler === 'fixed' ? 'hpa-cpu' : 'fixed';
  return [
    ...(fresh
      ? []
      : [
          'Nothing that the experiment depends on has changed, so this is the result of the last run.',
          'Once more: npm run up -- --rerun',
          '',
        ]),
    verdictTable(outputs, { color }),
    `Report: ${outputs.report ?? 'none'}`,
    `Another variant: npm run up -- --config autoscaler=${other}`,
    'The end of it all: npm run down',
  ].join('\n');
}

/** Whether a file was written at or after a time, ms since the epoch. */
export function writtenSince(path: string, time: number): boolean {
  try {
    return statSync(path).mtimeMs >= time;
  } catch {
    return false;
  }
}

/** What is said of the results that `down` leaves; undefined where there are none. */
export function resultsKept(projectDir: string, stack: string): string | undefined {
  const folder = join('results', stack);
  let runs: string[];
  try {
    // What else is there (comparisons, demand curves, locks) is not named after its time.
    runs = readdirSync(join(projectDir, folder)).filter((name) => /^\d/.test(name));
  } catch {
    return undefined;
  }
  return runs.length === 0
    ? undefined
    : `The results are kept, in ${folder} (${runs.length} ${runs.length === 1 ? 'run' : 'runs'}).`;
}
