import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finishedSince } from '../../../../experiments/compare/recover';
import { analyse } from '../../../../experiments/slis';
import type { Result } from '../../../../experiments/types';
import { buildRecording, meta, spec, target } from '../../../fixtures/recording';

const results = mkdtempSync(join(tmpdir(), 'recover-'));
afterAll(() => rmSync(results, { recursive: true }));

const base = { ...analyse(buildRecording(), spec, target(), meta), verdict: 'pass' as const };
function keep(id: string, change: Partial<Result>): void {
  mkdirSync(join(results, id), { recursive: true });
  writeFileSync(join(results, id, 'result.json'), JSON.stringify({ ...base, id, ...change }));
}
const since = '2026-11-23T12:00:00.000Z';
const find = (change = {}) => finishedSince(results, { variant: 'hpa-cpu', spec, since, ...change });

it('finds the first run that began since, and none where there is none', () => {
  expect(finishedSince(join(results, 'none'), { variant: 'hpa-cpu', spec, since })).toBeUndefined();
  mkdirSync(join(results, 'comparisons'));
  keep('20261123-115959-aaaa', { startedAt: '2026-11-23T11:59:59.000Z' });
  expect(find()).toBeUndefined();
  keep('20261123-120010-bbbb', { startedAt: '2026-11-23T12:00:10.000Z', verdict: 'fail' });
  keep('20261123-130000-cccc', { startedAt: '2026-11-23T13:00:00.000Z' });
  expect(find()).toEqual({ id: '20261123-120010-bbbb', verdict: 'fail' });
});

it('takes none that is of something else, or invalid', () => {
  expect(find({ variant: 'fixed' })).toBeUndefined();
  expect(find({ spec: { ...spec, warmup: spec.warmup + 1 } })).toBeUndefined();
  keep('20261123-120010-bbbb', { startedAt: '2026-11-23T12:00:10.000Z', verdict: 'invalid' });
  expect(find()).toBeUndefined();
});
