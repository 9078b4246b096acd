import { delayMs } from '../../../../apps/sample/crocodiles';

test.each([
  [0, 10],
  [0.5, 55],
  [0.999, 99.91],
])('random %d between 10 and 100 ms is %d ms', (random, expected) => {
  expect(delayMs({ min: 10, max: 100 }, () => random)).toBeCloseTo(expected, 9);
});
