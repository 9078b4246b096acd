import { pruneToInputs } from '../../../../plugins/kubernetes/prune';

it('leaves out what the program did not set', () => {
  expect(pruneToInputs({ a: 1, defaulted: 2, b: { c: 3, d: 4 } }, { a: 1, b: { c: 3 } })).toEqual({
    a: 1,
    b: { c: 3 },
  });
});

it('shows what someone else changed or removed', () => {
  expect(pruneToInputs({ replicas: 5 }, { replicas: 1, paused: true })).toEqual({ replicas: 5 });
});

it("keeps the program's spelling of what means the same", () => {
  expect(pruneToInputs({ cpu: '1', list: undefined }, { cpu: '1000m', list: [], none: null })).toEqual({
    cpu: '1000m',
    list: [],
    none: null,
  });
});

it('matches named items by their name, without those of others', () => {
  const live = {
    containers: [
      { name: 'sidecar', image: 's' },
      { name: 'app', image: 'new', tty: false },
    ],
  };
  expect(pruneToInputs(live, { containers: [{ name: 'app', image: 'old' }] })).toEqual({
    containers: [{ name: 'app', image: 'new' }],
  });
});

it('compares other lists item by item, longer ones too', () => {
  expect(pruneToInputs({ args: ['a', 'c', 'd'] }, { args: ['a', 'b'] })).toEqual({ args: ['a', 'c', 'd'] });
});
