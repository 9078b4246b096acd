import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeResults } from '../../../../experiments/report';
import { writeWhole } from '../../../../experiments/report/files';
import { parseResult } from '../../../../experiments/report/schema';
import { analyse } from '../../../../experiments/slis';
import { buildRecording, meta, spec, target } from '../../../fixtures/recording';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'report-'))));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('writeResults', () => {
  const recording = buildRecording();
  const result = analyse(recording, spec, target(), meta);

  it('writes every file, none of them with a secret, and nothing else', async () => {
    const run = join(directory, 'stack', 'run');
    await writeResults(run, result, recording);
    expect(readdirSync(run).sort()).toEqual([
      'events.csv',
      'k6-summary.json',
      'report.html',
      'result.json',
      'timeline.csv',
    ]);
    for (const name of readdirSync(run))
      expect(readFileSync(join(run, name), 'utf8')).not.toContain('secret-kubeconfig');
    expect(JSON.parse(readFileSync(join(run, 'k6-summary.json'), 'utf8'))).toEqual(recording.summary);
    expect(parseResult(readFileSync(join(run, 'result.json'), 'utf8'))).toEqual(result);
  });

  it('keeps the result where the report cannot be made', async () => {
    const broken = { ...result, reactions: undefined as unknown as typeof result.reactions };
    await writeResults(directory, broken, recording);
    expect(readdirSync(directory).sort()).toEqual(['events.csv', 'k6-summary.json', 'result.json', 'timeline.csv']);
    const written = JSON.parse(readFileSync(join(directory, 'result.json'), 'utf8')) as typeof result;
    expect(written.warnings[0]).toMatch(/^report\.html could not be made: /);
  });

  it('writes no summary where k6 wrote none', async () => {
    const without = buildRecording('hpa-cpu', { summary: null });
    await writeResults(directory, analyse(without, spec, target(), meta), without);
    expect(readdirSync(directory)).not.toContain('k6-summary.json');
  });

  it('writes a report of a run that never began', async () => {
    const nothing = buildRecording('fixed', {
      loadStart: null,
      requests: {
        end: new Float64Array(),
        duration: new Float64Array(),
        status: new Uint16Array(),
        ok: new Uint8Array(),
      },
      replicas: [],
      pods: [],
      nodes: [],
      series: {},
      summary: null,
      problems: ['No load was sent: the metrics API does not answer'],
    });
    await writeResults(directory, analyse(nothing, spec, target('fixed'), meta), nothing);
    const page = readFileSync(join(directory, 'report.html'), 'utf8');
    expect(page).toContain('INVALID');
    expect(page).toContain('No load was sent: the metrics API does not answer.');
    expect(parseResult(readFileSync(join(directory, 'result.json'), 'utf8')).verdict).toBe('invalid');
  });
});

describe('writeWhole', () => {
  it('replaces a file, and leaves no temporary one', async () => {
    await writeWhole(directory, 'a.txt', 'one');
    await writeWhole(directory, 'a.txt', 'two');
    expect(readdirSync(directory)).toEqual(['a.txt']);
    expect(readFileSync(join(directory, 'a.txt'), 'utf8')).toBe('two');
  });

  it('leaves nothing where it cannot write', async () => {
    writeFileSync(join(directory, 'file'), '');
    await expect(writeWhole(join(directory, 'file'), 'a.txt', 'one')).rejects.toThrow();
    await writeWhole(join(directory, 'folder', 'taken'), 'x', '');
    await expect(writeWhole(join(directory, 'folder'), 'taken', 'one')).rejects.toThrow();
    expect(readdirSync(join(directory, 'folder'))).toEqual(['taken']);
  });
});
