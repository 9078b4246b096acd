import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute, type Progress } from '../../../../experiments/compare/execute';
import { makePlan, type PlannedRun } from '../../../../experiments/compare/plan';
import { ComparisonStore } from '../../../../experiments/compare/store';
import type { Verdict } from '../../../../experiments/types';

const folder = mkdtempSync(join(tmpdir(), 'execute-'));
afterAll(() => rmSync(folder, { recursive: true }));
let count = 0;

const create = () =>
  ComparisonStore.create(
    join(folder, String(count++)),
    makePlan({ id: 'x', stack: 'dev', createdAt: 'now', seed: 1, variants: ['a', 'b'], loads: { x: {} }, repeats: 2 }),
  );
const quiet = { signal: new AbortController().signal, report: () => undefined };
let ids = 0;
const ending = (verdict: Verdict) => () => Promise.resolve({ id: `r${ids++}`, verdict });

it('runs the plan in its order, and says where it is', async () => {
  const store = await create();
  const said: Progress[] = [];
  const measured: PlannedRun[] = [];
  let time = 0;
  await execute(store, {
    ...quiet,
    report: (progress) => said.push(progress),
    measure: (run) => {
      measured.push(run);
      time += 60_000;
      return ending('pass')();
    },
    now: () => time,
  });
  expect(measured).toEqual(store.plan.runs);
  expect(said.map(({ done, of, remaining }) => [done, of, remaining])).toEqual([
    [0, 4, null],
    [1, 4, 180],
    [2, 4, 120],
    [3, 4, 60],
  ]);
});

it('goes on where it was interrupted, and loses no finished run', async () => {
  const store = await create();
  let calls = 0;
  const failing = () => (++calls === 3 ? Promise.reject(new Error('pulled the plug')) : ending('pass')());
  await expect(execute(store, { ...quiet, measure: failing })).rejects.toThrow('pulled the plug');
  expect(store.finished()).toHaveLength(2);
  await execute(ComparisonStore.open(store.directory), { ...quiet, measure: ending('pass') });
  expect(store.finished().map(({ index }) => index)).toEqual([0, 1, 2, 3]);
});

it('does not begin a run after an interrupt', async () => {
  const store = await create();
  const stop = new AbortController();
  const measure = () => {
    stop.abort(new Error('stop'));
    return ending('pass')();
  };
  await expect(execute(store, { ...quiet, signal: stop.signal, measure })).rejects.toThrow('stop');
  expect(store.finished()).toHaveLength(1);
});

it('runs what was invalid once more, and no further', async () => {
  const store = await create();
  await execute(store, { ...quiet, measure: ending('invalid') });
  expect(store.finished().map(({ index }) => index)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
});
