import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { charts } from '../../../../../stacks/versions';
import { chartKeys, pathsOf, unknownKeys } from '../../../../support/chartKeys';

test.each(Object.values(charts))('the keys of $chart were read from the pinned version', ({ chart, version }) => {
  const { readFrom, subcharts = [], ...rest } = chartKeys(chart);
  expect(rest).toMatchObject({ chart, version });
  // A commit: what is behind a branch changes.
  for (const source of [readFrom, ...subcharts]) expect(source).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40}:.*\S$/);
});

test('there is no list of a chart that is not pinned', () => {
  const lists = readdirSync(join(__dirname, '../../../../fixtures/chartKeys')).map((file) =>
    file.replace(/\.json$/, ''),
  );
  expect(lists.toSorted()).toEqual(
    Object.values(charts)
      .map(({ chart }) => chart as string)
      .toSorted(),
  );
});

describe('a list of keys', () => {
  const list = { chart: 'x', version: '1.0.0', readFrom: '', keys: ['a.b', 'list', 'free.*'] };

  test('has the paths of all values; lists and empty objects are values', () => {
    expect(pathsOf({ a: { b: 1, c: undefined }, list: [{ x: 1 }], free: {} })).toEqual(['a.b', 'list', 'free']);
  });

  test('takes what it names, and any key of a free map', () => {
    expect(unknownKeys({ a: { b: 1 }, list: [], free: { 'any.key/x': { y: 1 } } }, list)).toEqual([]);
    expect(unknownKeys({ free: {} }, list)).toEqual([]);
  });

  test('does not take others, nor parts of names', () => {
    expect(unknownKeys({ a: { c: 1 }, b: 1, freedom: { x: 1 }, list: { x: 1 } }, list)).toEqual([
      'a.c',
      'b',
      'freedom.x',
      'list.x',
    ]);
  });
});
