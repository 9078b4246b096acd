import { sameValue } from '../../../../plugins/kubernetes/same';

it.each([
  ['1000m', '1'],
  ['1024Mi', '1Gi'],
  [80, '80'],
  [{ a: 1, b: {} }, { a: 1 }],
  [undefined, []],
  [null, ''],
])('takes %j and %j for the same', (a, b) => {
  expect(sameValue(a, b)).toBe(true);
});

it.each([
  ['1', '2'],
  ['http', 80],
  [true, 'true'],
  [[1], [1, 1]],
  [{ a: 1 }, { a: 1, b: 2 }],
])('takes %j and %j for different', (a, b) => {
  expect(sameValue(a, b)).toBe(false);
});
