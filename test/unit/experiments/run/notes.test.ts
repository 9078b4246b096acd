import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal, JOURNAL_FILES } from '../../../../experiments/record/journal';
import { Notes } from '../../../../experiments/run/notes';

it('what is noted is in the timeline and in the journal', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'notes-'));
  try {
    const notes = new Notes(new Journal(directory));
    notes.problem('k6 was killed');
    notes.warning('clocks differ');
    await notes.journal.close();
    expect(notes.timeline).toMatchObject({ problems: ['k6 was killed'], warnings: ['clocks differ'] });
    const written = readFileSync(join(directory, JOURNAL_FILES.observations), 'utf8').trim().split('\n');
    const lines = written.map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual([
      { kind: 'problem', time: expect.any(Number) as number, message: 'k6 was killed' },
      { kind: 'warning', time: expect.any(Number) as number, message: 'clocks differ' },
    ]);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
