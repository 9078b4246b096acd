import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report } from '../../../../cli/commands/report';
import { analyse } from '../../../../experiments/slis';
import type { Recording } from '../../../../experiments/types';
import { buildRecording, meta, spec, target } from '../../../fixtures/recording';

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
] as const)('of %s with %j ends with the exit code %d', (variant, change, code) => {
  expect(report(run(variant, change), { stack: 'dev', format: 'table' })).toBe(code);
  expect(said).toContain('Verdict: ');
  expect(said).toMatch(/\nReport: .*report\.html\n$/);
});

it('is written in each format', () => {
  const directory = run('hpa-cpu');
  const shown = (['csv', 'json', 'junit', 'markdown', 'openmetrics'] as const).map((format) => {
    said = '';
    report(directory, { stack: 'dev', format });
    return said.split('\n')[0]!.trim();
  });
  expect(shown).toEqual([
    'run,autoscaler,experiment,sli,value,unit,min,max,pass',
    '{',
    '<?xml version="1.0" encoding="UTF-8"?>',
    `### ✅ pass: hpa-cpu on ${spec.name}`,
    '# TYPE testbed_latency_p50_seconds gauge',
  ]);
});

it('goes to a file when asked to', () => {
  const output = join(folder, 'junit.xml');
  report(run('hpa-cpu'), { stack: 'dev', format: 'junit', output });
  expect(said).toBe('');
  expect(readFileSync(output, 'utf8')).toContain('<testsuites');
  const nowhere = join(folder, 'none', 'junit.xml');
  expect(() => report(run('hpa-cpu'), { stack: 'dev', format: 'junit', output: nowhere })).toThrow(
    /--output .* cannot be written/,
  );
});
