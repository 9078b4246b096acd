import { rescales, thinned, typicalRun } from '../../../../../../experiments/compare/report/overTime/rows';
import type { TimelineRow } from '../../../../../../experiments/slis/timeline';
import type { Result } from '../../../../../../experiments/types';

const p95 = (value: number | null) => ({
  result: { slis: { latencyP95: { value, unit: 'ms', description: '' } } } as unknown as Result,
});

describe('typicalRun', () => {
  it('has the median p95', () => expect(typicalRun([p95(30), p95(10), p95(20)])).toEqual(p95(20)));
  it('is the better one in the middle of an even number', () =>
    expect(typicalRun([p95(4), p95(3), p95(2), p95(1)])).toEqual(p95(2)));
  it('takes an unknown p95 for the worst', () => expect(typicalRun([p95(null), p95(1)])).toEqual(p95(1)));
  it('is none of none', () => expect(typicalRun([])).toBeUndefined());
});

const row = (second: number, change: Partial<TimelineRow>) =>
  ({ second, offered: 0, served: 0, p95: null, ready: null, desired: null, ...change }) as TimelineRow;

it('thins rows: means of rates, the highest p95, the last replicas', () => {
  const rows = [
    row(-1, { offered: 99 }),
    row(0, { offered: 10, served: 8, p95: 5, ready: 1, desired: 1 }),
    row(1, { offered: 20, served: 10, p95: 50, ready: 2, desired: 3 }),
    row(2, { offered: 30, served: 30 }),
  ];
  expect(thinned(rows, 2)).toEqual([
    row(0, { offered: 15, served: 9, p95: 50, ready: 2, desired: 3 }),
    row(2, { offered: 30, served: 30 }),
  ]);
  expect(thinned(rows, 1)).toEqual(rows.slice(1));
});

it('finds each change of the desired replicas, across what is not known', () => {
  const rows = [
    row(0, { desired: 1 }),
    row(1, {}),
    row(2, { desired: 4 }),
    row(3, { desired: 4 }),
    row(4, { desired: 2 }),
  ];
  expect(rescales(rows)).toEqual([
    { second: 2, from: 1, to: 4 },
    { second: 4, from: 4, to: 2 },
  ]);
});
