import { changes, detailed } from '../../../../plugins/kubernetes/diff';
import { Secret, UNKNOWN } from '../../../../plugins/rpc/types';

it('finds what is added, changed and deleted, by path', () => {
  const olds = { spec: { a: 1, gone: 'x', list: [{ n: 1 }, 2] }, same: ['1000m'] };
  const news = { spec: { a: 2, list: [{ n: 2 }], 'new.key': 3 }, same: ['1'] };
  expect(Object.fromEntries(changes(olds, news))).toEqual({
    'spec.a': 'update',
    'spec.gone': 'delete',
    'spec.list[0].n': 'update',
    'spec.list[1]': 'delete',
    'spec["new.key"]': 'add',
  });
});

it('counts an unknown as a change, a secret mark not', () => {
  expect([...changes({ a: 'x', b: new Secret('y') }, { a: UNKNOWN, b: 'y', c: UNKNOWN })]).toEqual([
    ['a', 'update'],
    ['c', 'add'],
  ]);
});

it('sees no change where the API server would not either', () => {
  expect(changes({ a: {}, b: null }, { c: [], d: { e: '' } }).size).toBe(0);
});

it('marks what needs a replacement', () => {
  const found = new Map([
    ['a', 'add'],
    ['b', 'update'],
  ] as const);
  expect(detailed(found, (path) => path === 'b')).toEqual({ a: 'add', b: 'update-replace' });
});
