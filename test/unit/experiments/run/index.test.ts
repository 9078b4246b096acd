import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Busy, oneRun } from '../../../../experiments/exclusive';
import { runExperiment } from '../../../../experiments/run';
import { spec, target } from '../../../fixtures/recording';

it('refuses to run beside another on the same stack, and leaves nothing of itself', async () => {
  const resultsDir = mkdtempSync(join(tmpdir(), 'run-'));
  try {
    const report = jest.fn();
    const second = { stack: 'dev', resultsDir, report };
    await oneRun(join(resultsDir, 'dev'), 'the first', async () => {
      const refused = runExperiment(spec, { ...target('fixed'), kubeconfig: '' }, second);
      await expect(refused).rejects.toThrow(Busy);
    });
    expect(readdirSync(join(resultsDir, 'dev'))).toEqual(['.run.lock']);
    expect(report).not.toHaveBeenCalled();
  } finally {
    rmSync(resultsDir, { recursive: true });
  }
});
