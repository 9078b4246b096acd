import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal } from '../../../experiments/record/journal';
import { recompute } from '../../../experiments/remake';
import { ANALYSIS_VERSION } from '../../../experiments/slis/version';
import type { Result } from '../../../experiments/types';
import { spec, target } from '../../fixtures/recording';

const START = Date.parse('2026-11-23T08:00:10Z');
const STARTED = '2026-11-23T08:00:00.000Z';
const ENDED = '2026-11-23T08:05:00.000Z';

function write(directory: string, { ended = true, pid = 2 ** 22 + 1 } = {}): void {
  const { workload, autoscaler, prometheus, generator } = target('fixed');
  const shown = { workload, autoscaler, prometheus, generator };
  const journal = new Journal(directory);
  journal.write({ kind: 'run', id: 'r1', stack: 'dev', startedAt: STARTED, spec, target: shown, pid });
  journal.write({ kind: 'deployment', change: 'INITIAL', time: START, facts: { desired: 1, created: 1, ready: 1 } });
  journal.writeLog({ driver: 'k6', part: '' }, `K6START ${START}`);
  for (let n = 0; n < 5; n++)
    journal.writeLog({ driver: 'k6', part: '' }, `R ${n} ${START + 25_000 + 200 * n} 20 19.5 200 0`);
  if (ended) journal.write({ kind: 'end', time: START + 30_000 });
}

describe('the results of a run, made again', () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'remake-'))));
  afterEach(() => rmSync(directory, { recursive: true }));
  const result = (): Result => JSON.parse(readFileSync(join(directory, 'result.json'), 'utf8')) as Result;

  it('come from its journal, with the analysis of today, and keep what an earlier one says of the run', async () => {
    write(directory);
    await recompute(directory);
    const first = result();
    expect(first.analysis).toEqual({ version: ANALYSIS_VERSION });
    expect(first.slis['latencyP50']?.value).toBe(19.5);
    expect(first.endedAt).toBe(new Date(START + 30_000).toISOString());

    // As an older version wrote it, with another formula.
    writeFileSync(
      join(directory, 'result.json'),
      JSON.stringify({
        ...first,
        analysis: undefined,
        endedAt: ENDED,
        slis: { latencyP50: { value: 7, unit: 'ms', description: '' } },
      }),
    );
    const journal = readFileSync(join(directory, 'observations.jsonl'), 'utf8');
    const again = await recompute(directory);
    expect(again).toEqual({ ...first, endedAt: ENDED });
    expect(result()).toEqual(again);
    expect(readFileSync(join(directory, 'observations.jsonl'), 'utf8')).toBe(journal);
    expect(existsSync(join(directory, 'report.html'))).toBe(true);
  });

  it('say of a run that was cut off that it was', async () => {
    write(directory, { ended: false });
    expect((await recompute(directory)).reasons).toContain(
      'The run was cut off: the process that recorded it was killed.',
    );
    rmSync(join(directory, 'observations.jsonl'));
    rmSync(join(directory, 'k6.log.gz'));
    write(directory);
    expect((await recompute(directory)).reasons.join()).not.toContain('cut off');
  });

  it('are not made while it goes on, nor without a journal', async () => {
    write(directory, { pid: process.ppid });
    await expect(recompute(directory)).rejects.toThrow('The run r1 is not over.');
    rmSync(join(directory, 'observations.jsonl'));
    await expect(recompute(directory)).rejects.toThrow('has no observations.jsonl');
  });
});
