import {
  integrate,
  lastAtOrBefore,
  latest,
  longestHole,
  maxOver,
  type Point,
  valueAt,
} from '../../../../experiments/slis/steps';

/** 1 from 0 s, 3 from 2 s, 2 from 5 s on. */
const points: readonly Point[] = [
  [0, 1],
  [2000, 3],
  [5000, 2],
];

describe('valueAt', () => {
  it.each([
    [-1, null],
    [0, 1],
    [1999, 1],
    [2000, 3],
    [99_000, 2],
  ])('at %d ms is %p', (time, expected) => expect(valueAt(points, time)).toBe(expected));

  it('of nothing is unknown', () => expect(valueAt([], 0)).toBeNull());
});

describe('lastAtOrBefore', () => {
  it('finds the last of equal times', () => expect(lastAtOrBefore([1, 2, 2, 3], 2, (x) => x)).toBe(2));
});

describe('integrate', () => {
  // 1 x 2 s + 3 x 3 s + 2 x 5 s = 21.
  it('adds up value x seconds', () => expect(integrate(points, 0, 10_000)).toBe(21));
  it('counts the parts of the edges', () => expect(integrate(points, 1000, 3000)).toBe(1 + 3));
  it('counts nothing before the first point', () => expect(integrate(points, -10_000, 1000)).toBe(1));
  it('is additive over adjoining spans', () => {
    for (const cut of [500, 2000, 4321, 9000]) {
      expect(integrate(points, 0, cut) + integrate(points, cut, 10_000)).toBeCloseTo(21, 10);
    }
  });
});

describe('maxOver', () => {
  it('counts the value that held when the span began', () => expect(maxOver(points, 4000, 9000)).toBe(3));
  it('does not count what came before or at the end', () => expect(maxOver(points, 5000, 9000)).toBe(2));
  it('is unknown without a point', () => expect(maxOver([], 0, 1)).toBeNull());
});

describe('longestHole', () => {
  it('is the longest time without a sample', () => expect(longestHole(points, 0, 6000)).toBe(3));
  it('counts up to the end', () => expect(longestHole(points, 0, 15_000)).toBe(10));
  it('counts from the start when there is no earlier sample', () =>
    expect(longestHole([[20_000, 1]], 0, 21_000)).toBe(20));
  it('counts from the last sample before the span', () => expect(longestHole([[-30_000, 1]], 0, 1000)).toBe(31));
});

describe('latest', () => {
  const seen = [
    { time: 5, ready: 1 },
    { time: 9, ready: 2 },
  ];
  it.each([
    [4, undefined],
    [5, 1],
    [8.9, 1],
    [9, 2],
  ])('at %d is what was seen last until then: %s', (time, ready) => expect(latest(seen, time)?.ready).toBe(ready));
});
