import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePlan } from '../../../../experiments/compare/plan';
import { ComparisonStore, unfinished } from '../../../../experiments/compare/store';

const folder = mkdtempSync(join(tmpdir(), 'comparisons-'));
afterAll(() => rmSync(folder, { recursive: true }));

const plan = (id: string) =>
  makePlan({ id, stack: 'dev', createdAt: 'now', seed: 1, variants: ['a', 'b'], loads: { x: {} }, repeats: 2 });
const create = (id: string) => ComparisonStore.create(join(folder, id), plan(id));
const indices = (store: ComparisonStore) => store.remaining().map(({ index }) => index);

it('keeps each run that is over, and finds them again', async () => {
  const store = await create('1');
  expect([store.id, store.finished(), indices(store)]).toEqual(['1', [], [0, 1, 2, 3]]);
  await store.add({ index: 0, id: 'r0', verdict: 'pass' });
  await store.add({ index: 1, id: 'r1', verdict: 'fail' });
  const again = ComparisonStore.open(join(folder, '1'));
  expect(again.plan).toEqual(store.plan);
  expect(again.finished().map(({ id }) => id)).toEqual(['r0', 'r1']);
  expect(indices(again)).toEqual([2, 3]);
});

it('repeats an invalid run, once', async () => {
  const store = await create('2');
  await store.add({ index: 0, id: 'r0', verdict: 'invalid' });
  expect(indices(store)).toEqual([0, 1, 2, 3]);
  await store.add({ index: 0, id: 'r1', verdict: 'invalid' });
  expect(indices(store)).toEqual([1, 2, 3]);
});

it('does not count a line that a crash cut off, and goes on after it', async () => {
  const store = await create('3');
  await store.add({ index: 0, id: 'r0', verdict: 'pass' });
  appendFileSync(join(folder, '3', 'runs.jsonl'), '{"index":1,"id":"r');
  expect(indices(store)).toEqual([1, 2, 3]);
  await store.add({ index: 1, id: 'r1', verdict: 'fail' });
  expect(store.finished().map(({ id }) => id)).toEqual(['r0', 'r1']);
  expect(indices(store)).toEqual([2, 3]);
});

it('refuses a plan that is none', () => {
  writeFileSync(join(folder, 'plan.json'), '{"schema":"other"}');
  expect(() => ComparisonStore.open(folder)).toThrow('is no plan of a comparison');
  rmSync(join(folder, 'plan.json'));
});

describe('the comparison to go on with', () => {
  it('is the newest, if it is not over', async () => {
    const store = await create('9');
    expect(unfinished(folder)?.id).toBe('9');
    for (const index of [0, 1, 2, 3]) await store.add({ index, id: `r${index}`, verdict: 'pass' });
    writeFileSync(join(store.directory, 'analysis.json'), '[]');
    expect(unfinished(folder)).toBeUndefined();
  });

  it('is none where there is no folder', () => {
    expect(unfinished(join(folder, 'none'))).toBeUndefined();
  });
});

describe('the run that had begun', () => {
  const begin = async (id: string, index: number) => {
    const store = await create(id);
    await store.begin(store.plan.runs[index]!, '2026-11-23T10:00:00.000Z');
    return store;
  };

  it('is known until it is taken in', async () => {
    const store = await begin('b1', 1);
    expect(store.begun()).toEqual({ run: store.plan.runs[1], since: '2026-11-23T10:00:00.000Z' });
    await store.add({ index: 1, id: 'r1', verdict: 'pass' });
    expect(store.begun()).toBeUndefined();
    expect((await create('b0')).begun()).toBeUndefined();
  });

  it('can be one that is repeated', async () => {
    const store = await begin('b2', 0);
    await store.add({ index: 0, id: 'r0', verdict: 'invalid' });
    await store.begin(store.plan.runs[0]!, 'later');
    expect(store.begun()).toMatchObject({ run: { index: 0 }, since: 'later' });
  });
});

it('is not over before it is analysed', async () => {
  const store = await create('z');
  for (const index of [0, 1, 2, 3]) await store.add({ index, id: `r${index}`, verdict: 'pass' });
  expect([indices(store), store.concluded, unfinished(folder)?.id]).toEqual([[], false, 'z']);
  writeFileSync(join(store.directory, 'analysis.json'), '[]');
  expect([store.concluded, unfinished(folder)]).toEqual([true, undefined]);
});
