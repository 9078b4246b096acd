import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from './kube';
import { JOURNAL_FILES, packLogs, readEntries } from './record/journal';
import { toRecording } from './recording';
import { replay } from './replay';
import { RESULT_FILES, writeResults } from './report';
import { analyse } from './slis';

/**
 * Makes the results of earlier runs of the stack whose process was killed: from their journals, invalid, with all that had been
 * recorded. Runs that still go on are left alone.
 */
export async function finishInterrupted(stackDirectory: string, report: (message: string) => void): Promise<void> {
  for (const id of readdirSync(stackDirectory).sort()) {
    const directory = join(stackDirectory, id);
    if (!existsSync(join(directory, JOURNAL_FILES.observations)) || existsSync(join(directory, RESULT_FILES.result)))
      continue;
    try {
      if (await finish(directory)) report(`wrote the results of run ${id}, which had been cut off`);
    } catch (error) {
      report(`run ${id} was cut off, and its results cannot be made: ${messageOf(error)}`);
    }
  }
}

async function finish(directory: string): Promise<boolean> {
  const entries = readEntries(directory);
  const head = entries.find((entry) => entry.kind === 'run');
  if (!head) throw new Error(`${JOURNAL_FILES.observations} does not begin as a run does`);
  if (isAlive(head.pid)) return false;

  const { environment, timeline, output } = await replay(directory, entries, head);
  const started = Date.parse(head.startedAt);
  // k6's lines may be younger than the last observation.
  const time = Math.max(timeline.to ?? started, output.lastEnd ?? 0);
  timeline.add({ kind: 'problem', time, message: 'The run was cut off: the process that recorded it was killed.' });

  const { spec, target, id, stack, startedAt } = head;
  const recording = toRecording(spec, timeline, output, time);
  const endedAt = new Date(time).toISOString();
  const result = analyse(
    recording,
    spec,
    { ...target, kubeconfig: '' },
    { id, stack, startedAt, endedAt, environment },
  );
  await packLogs(directory);
  await writeResults(directory, result, recording);
  return true;
}

/** Whether the process is there; another one may have got its number, then the run is finished another time. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch {
    return false;
  }
}
