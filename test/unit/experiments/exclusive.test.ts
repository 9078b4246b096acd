import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Busy, oneCommand, oneRun } from '../../../experiments/exclusive';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'exclusive-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

it('refuses a second run on a stack, and says whose the first is', async () => {
  await oneRun(directory, 'run 20261123-083225-3fa9', async () => {
    const second = oneRun(directory, 'run 2', () => Promise.resolve());
    await expect(second).rejects.toThrow(
      new RegExp(
        `Under way is run 20261123-083225-3fa9 \\(process ${process.pid}, since 20.*Z\\); wait until it has ended`,
      ),
    );
  });
  await expect(oneRun(directory, 'run 2', () => Promise.resolve('ran'))).resolves.toBe('ran');
});

it('lets a command make runs, and refuses a second command', async () => {
  const made = oneCommand(directory, 'compare', async () => {
    await expect(oneCommand(directory, 'run', () => Promise.resolve())).rejects.toThrow(Busy);
    return oneRun(directory, 'run 1', () => Promise.resolve('ran'));
  });
  await expect(made).resolves.toBe('ran');
});

it('passes on what fails within', async () => {
  await expect(oneRun(directory, 'run', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});
