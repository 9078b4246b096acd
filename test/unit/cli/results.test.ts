import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { experimentOutputs, resultsKept, summary, writtenSince, type ExperimentOutputs } from '../../../cli/results';

const outputs: ExperimentOutputs = {
  autoscaler: 'hpa-cpu',
  report: 'results/dev/1/report.html',
  slis: {},
  slos: [],
  verdict: 'pass',
  reasons: [],
  warnings: [],
  reactions: [],
};
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'results-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('the outputs of a stack without an experiment are none of an experiment', () => {
  expect(experimentOutputs({ ...outputs })).toBeDefined();
  expect(experimentOutputs({ kubeconfig: '[secret]', autoscaler: 'fixed' })).toBeUndefined();
});

test('the summary ends with the report and how to go on', () => {
  const lines = summary(outputs, true, false).split('\n');
  expect(lines.slice(-3)).toEqual([
    'Report: results/dev/1/report.html',
    'Another variant: npm run up -- --config autoscaler=fixed',
    'The end of it all: npm run down',
  ]);
  expect(lines).toContain('Verdict: PASS');
  expect(summary({ ...outputs, autoscaler: 'fixed' }, true, false)).toContain('autoscaler=hpa-cpu');
});

test('an old result is said to be old', () => {
  expect(summary(outputs, true, false)).not.toContain('--rerun');
  expect(summary(outputs, false, false)).toMatch(/^Nothing .* the result of the last run\.\n.*npm run up -- --rerun/);
});

test('a report counts as written since then only where it is there', () => {
  const path = join(folder, 'report.html');
  expect(writtenSince(path, 0)).toBe(false);
  writeFileSync(path, '');
  expect(writtenSince(path, 0)).toBe(true);
  expect(writtenSince(path, Date.now() + 60_000)).toBe(false);
});

test('results that stay are named and counted', () => {
  expect(resultsKept(folder, 'dev')).toBeUndefined();
  mkdirSync(join(folder, 'results/dev/1'), { recursive: true });
  expect(resultsKept(folder, 'dev')).toBe('The results are kept, in results/dev (1 run).');
  mkdirSync(join(folder, 'results/dev/2'));
  expect(resultsKept(folder, 'dev')).toBe('The results are kept, in results/dev (2 runs).');
});
