import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { oneRun } from '../exclusive';
import { messageOf } from '../kube';
import { guarded, type RunObserver } from '../observer';
import { Journal } from '../record/journal';
import { toRecording } from '../recording';
import { finishInterrupted } from '../recover';
import { writeResults } from '../report';
import { analyse } from '../slis';
import { shownTarget } from '../target';
import type { ExperimentSpec, Result, Target } from '../types';
import type { Listeners } from './context';
import { Execution } from './execution';
import { runId } from './id';
import { Notes } from './notes';

export interface RunOptions extends Pick<Listeners, 'report' | 'status'> {
  /** Results go to `<resultsDir>/<stack>/<run id>`. */
  readonly stack: string;
  readonly resultsDir: string;
  /** Looks on while the run happens. Its errors are told to `report`, and change nothing. */
  readonly observer?: RunObserver;
  /** Interrupts the run: the load ends, what was recorded is kept, and the verdict is invalid. */
  readonly signal?: AbortSignal;
}

/**
 * Runs the experiment against the target: preflight, load and recording at once, cool-down, queries, SLIs. Whatever goes wrong is named
 * in the result, which is invalid then; it throws only if the results cannot be written.
 * @throws Busy while another run on the stack goes on, in whatever process
 */
export async function runExperiment(spec: ExperimentSpec, target: Target, options: RunOptions): Promise<Finished> {
  const startedAt = new Date();
  const stackDirectory = join(options.resultsDir, options.stack);
  mkdirSync(stackDirectory, { recursive: true });
  const id = runId(startedAt);
  return oneRun(stackDirectory, `run ${id}`, () => runAlone(spec, target, options, { id, startedAt, stackDirectory }));
}

interface Finished {
  readonly result: Result;
  /** Of its results. */
  readonly directory: string;
}

interface Start {
  readonly id: string;
  readonly startedAt: Date;
  readonly stackDirectory: string;
}

async function runAlone(
  spec: ExperimentSpec,
  target: Target,
  options: RunOptions,
  { id, startedAt, stackDirectory }: Start,
): Promise<Finished> {
  const { stack, status } = options;
  const observer = guarded(options.observer, (error) =>
    options.report(`Nobody looks on any more: ${messageOf(error)}`),
  );
  const report = (message: string): void => {
    observer.said(message);
    options.report(message);
  };
  await finishInterrupted(stackDirectory, report);
  const directory = join(stackDirectory, id);
  const notes = new Notes(new Journal(directory));
  const { timeline, output, journal } = notes;
  const signal = options.signal ?? new AbortController().signal;
  const execution = new Execution({ spec, target, notes, listeners: { report, status, observer }, signal });
  const shown = shownTarget(target);
  journal.write({
    kind: 'run',
    id,
    stack,
    startedAt: startedAt.toISOString(),
    spec,
    target: shown,
    pid: process.pid,
  });

  observer.began({
    ...{ id, stack, spec, target: shown, startedAt: startedAt.toISOString() },
    ...{ timeline, output },
    series: (names, span) => execution.series(names, span),
  });

  await execution.execute(`load-${id}`);
  const endedAt = new Date();
  const recording = toRecording(spec, timeline, output, endedAt.getTime());
  const result = analyse(recording, spec, target, {
    id,
    stack,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    environment: execution.environment,
  });
  await journal.close();
  await writeResults(directory, result, recording);
  await observer.over(result, directory);
  return { result, directory };
}
