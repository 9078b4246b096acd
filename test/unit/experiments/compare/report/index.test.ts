import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeComparison } from '../../../../../experiments/compare/report';
import { timelineCsv } from '../../../../../experiments/report/csv';
import { buildComparison } from '../../../../fixtures/comparison';

it('writes report.html, with the timelines that are there', async () => {
  const results = await mkdtemp(join(tmpdir(), 'comparison-'));
  try {
    const { plan, runs, analyses } = buildComparison();
    const timed = runs.find(({ variant }) => variant === 'hpa-cpu')!;
    await mkdir(join(results, timed.result.id));
    await writeFile(join(results, timed.result.id, 'timeline.csv'), timelineCsv(timed.timeline!));
    const bare = runs.map((run) => ({ ...run, timeline: undefined }));
    const directory = join(results, 'comparisons', plan.id);
    const path = await writeComparison(directory, results, plan, bare, analyses);
    expect(path).toBe(join(directory, 'report.html'));
    expect(await readdir(directory)).toEqual(['report.html']);
    const text = await readFile(path, 'utf8');
    expect(text).toContain('hpa-cpu over time.');
    expect(text).not.toContain('fixed over time.');
    expect(text).toContain('.strips');
  } finally {
    await rm(results, { recursive: true });
  }
});
