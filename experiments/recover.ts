import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from './kube';
import { JOURNAL_FILES } from './record/journal';
import { isAlive, openJournal, remake } from './remake';
import { RESULT_FILES } from './report';

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
      const { entries, head } = openJournal(directory);
      if (isAlive(head.pid)) continue;
      await remake(directory, entries, head);
      report(`wrote the results of run ${id}, which had been cut off`);
    } catch (error) {
      report(`run ${id} was cut off, and its results cannot be made: ${messageOf(error)}`);
    }
  }
}
