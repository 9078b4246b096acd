import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report as reportAll, type ReportOptions } from '../../../../cli/commands/report';
import { analyse } from '../../../../experiments/slis';
import type { Recording } from '../../../../experiments/types';
import { buildRecording, meta, spec, target } from '../../../fixtures/recording';

const report = (named: string, options: Omit<ReportOptions, 'recompute'>): Promise<number> =>
  reportAll([named], { recompute: false, ...options });
const folder = mkdtempSync(join(tmpdir(), 'report-'));
afterAll(() => rmSync(folder, { recursive: true }));

let said = '';
beforeEach(() => {
  said = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => jest.restoreAllMocks());

function run(variant: 'hpa-cpu' | 'fixed', change: Partial<Recording> = {}): string {
  const directory = mkdtempSync(join(folder, 'run-'));
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    join(directory, 'result.json'),
    JSON.stringify(analyse(buildRecording(variant, change), spec, target(variant), meta)),
  );
  return directory;
}

it.each([
  ['hpa-cpu', {}, 0],
  ['fixed', {}, 1],
  ['fixed', { loadStart: null }, 3],
] as const)('of %s with %j ends with the exit code %d', async (variant, change, code) => {
  expect(await report(run(variant, change), { stack: 'dev', format: 'table' })).toBe(code);
  expect(said).toContain('Verdict: ');
  expect(said).toMatch(/\nReport: .*report\.html\n$/);
});

it('is written in each format', async () => {
  const directory = run('hpa-cpu');
  const shown: string[] = [];
  for (const format of ['csv', 'json', 'junit', 'markdown', 'openmetrics'] as const) {
    said = '';
    await report(directory, { stack: 'dev', format });
    shown.push(said.split('\n')[0]!.trim());
  }
  expect(shown).toEqual([
    'run,autoscaler,experiment,sli,value,unit,min,max,pass,service,stage',
    '{',
    '<?xml version="1.0" encoding="UTF-8"?>',
    `### ✅ pass: hpa-cpu on ${spec.name}`,
    '# TYPE testbed_latency_p50_seconds gauge',
  ]);
});

it('goes to a file when asked to', async () => {
  const output = join(folder, 'junit.xml');
  await report(run('hpa-cpu'), { stack: 'dev', format: 'junit', output });
  expect(said).toBe('');
  expect(readFileSync(output, 'utf8')).toContain('<testsuites');
  const nowhere = join(folder, 'none', 'junit.xml');
  await expect(report(run('hpa-cpu'), { stack: 'dev', format: 'junit', output: nowhere })).rejects.toThrow(
    /--output .* cannot be written/,
  );
});

it('can be several, as tables', async () => {
  const runs = [run('hpa-cpu'), run('fixed')];
  expect(await reportAll(runs, { stack: 'dev', format: 'table', recompute: false })).toBe(1);
  expect(said.match(/^Verdict: \w+/gm)).toEqual(['Verdict: PASS', 'Verdict: FAIL']);
  await expect(reportAll(runs, { stack: 'dev', format: 'junit', recompute: false })).rejects.toThrow(
    'one run at a time',
  );
});

it('is not made again without what was recorded, nor with a demand that is none', async () => {
  const again = (more: object) =>
    reportAll([run('hpa-cpu')], { stack: 'dev', format: 'table', recompute: true, ...more });
  await expect(again({})).rejects.toThrow('has no observations.jsonl');
  const file = join(folder, 'demand.json');
  writeFileSync(file, JSON.stringify({ curve: [{ replicas: 1, rate: 0 }] }));
  await expect(again({ demand: file })).rejects.toThrow(/--demand: .*rate is 0: requests per second, over 0/);
  await expect(again({ prices: join(folder, 'none') })).rejects.toThrow(/--prices .* cannot be read/);
  await expect(again({ recompute: false, demand: file })).rejects.toThrow('only with --recompute');
});
