import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JOURNAL_FILES, packLogs, readEntries, type Entry, type Head } from './record/journal';
import { toRecording } from './recording';
import { replay } from './replay';
import { RESULT_FILES, writeResults } from './report';
import { parseResult } from './report/schema';
import { analyse } from './slis';
import type { ExperimentSpec, Result } from './types';

/** What results are made with besides the recording, and so may be other than at the time of the run. */
export type Assumptions = Pick<ExperimentSpec, 'demand' | 'prices'>;

/**
 * Makes the results of a run that is over once more from its journal, with the formulas of today. What was measured stays as it is.
 * @throws where there is no journal, or the run still goes on
 */
export async function recompute(directory: string, assumptions: Assumptions = {}): Promise<Result> {
  if (!existsSync(join(directory, JOURNAL_FILES.observations)))
    throw new Error(
      `${directory} has no ${JOURNAL_FILES.observations}: only what was measured can be made into a result again.`,
    );
  const { entries, head } = openJournal(directory);
  const path = join(directory, RESULT_FILES.result);
  if (!existsSync(path) && isAlive(head.pid)) throw new Error(`The run ${head.id} is not over.`);
  const endedAt = existsSync(path) ? parseResult(readFileSync(path, 'utf8')).endedAt : undefined;
  return remake(directory, entries, { ...head, spec: { ...head.spec, ...assumptions } }, endedAt);
}

/** The journal of a run, which begins with what was asked. */
export function openJournal(directory: string): { readonly entries: Entry[]; readonly head: Head } {
  const entries = readEntries(directory);
  const head = entries.find((entry) => entry.kind === 'run');
  if (!head) throw new Error(`${JOURNAL_FILES.observations} does not begin as a run does`);
  if (entries.some((entry) => entry.kind === 'hpa' && (entry.facts.metrics as unknown) === undefined))
    throw new Error(`${directory} was recorded before an HPA's metrics were: it cannot be analysed any more.`);
  return { entries, head };
}

/**
 * Writes the results of a run from its journal. One that was cut off is invalid, with all that had been recorded.
 * @param endedAt as an earlier result has it. @default the time of the last that was recorded
 */
export async function remake(
  directory: string,
  entries: readonly Entry[],
  head: Head,
  endedAt?: string,
): Promise<Result> {
  const { environment, timeline, output } = await replay(directory, entries, head);
  // The generator's lines may be younger than the last observation.
  const last = Math.max(timeline.to ?? Date.parse(head.startedAt), output.lastEnd ?? 0);
  if (!entries.some(({ kind }) => kind === 'end')) {
    timeline.add({
      kind: 'problem',
      time: last,
      message: 'The run was cut off: the process that recorded it was killed.',
    });
  }
  const { spec, target, id, stack, startedAt } = head;
  const recording = toRecording(spec, timeline, output, last);
  const meta = { id, stack, startedAt, endedAt: endedAt ?? new Date(last).toISOString(), environment };
  const result = analyse(recording, spec, { ...target, kubeconfig: '' }, meta);
  await packLogs(directory);
  await writeResults(directory, result, recording);
  return result;
}

/** Whether the process is there; another one may have got its number, then the run is finished another time. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch {
    return false;
  }
}
