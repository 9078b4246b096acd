import { leastP, rankTest } from '../../../../../experiments/compare/statistics/rankTest';

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('the rank test', () => {
  it('gives the result of the example in the documentation of scipy.stats.mannwhitneyu', () => {
    expect(rankTest([19, 22, 16, 29, 24], [20, 11, 17, 12])).toEqual({
      u: 17,
      p: expect.closeTo(0.1111111, 7) as number,
      method: 'exact',
    });
  });

  it('gives the result of the example in the documentation of R, wilcox.test (Hollander and Wolfe, 1973, page 69)', () => {
    const at = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
    const early = [1.15, 0.88, 0.9, 0.74, 1.21];
    // R says W = 35 and, one-sided, p = 0.1272.
    expect(rankTest(at, early)).toMatchObject({ u: 35, p: expect.closeTo(2 * 0.1272061, 6) as number });
  });

  it('counts ties by hand: of 6 divisions 4 are as far from the mean', () => {
    // Midranks 1.5, 1.5, 3, 4; the sums of two: 3, 4.5, 5.5, 4.5, 5.5, 7 with the mean 5. {1, 1} has 3: as far are 3 and 7.
    expect(rankTest([1, 1], [2, 3]).p).toBeCloseTo(2 / 6, 12);
    // {1, 2} has 4.5: all are as far.
    expect(rankTest([1, 2], [1, 3]).p).toBe(1);
  });

  it('with ties is a permutation test', () => {
    // Counted over all 252 divisions with Python.
    expect(rankTest([1, 2, 2, 3, 5], [2, 4, 5, 6, 6])).toMatchObject({
      u: 4.5,
      p: expect.closeTo(0.1190476, 7) as number,
    });
  });

  // scipy.stats.mannwhitneyu of SciPy 1.17.1, method exact.
  it.each([
    [[1.5, 2.5], [3.5, 0.5, 4.5], 2, 0.8],
    [[1], [2], 0, 1],
    [[3, 5, 9], [1, 2, 4, 6], 9, 0.4],
    [upTo(10).map((i) => 0.1 * i ** 2), upTo(10).map((i) => 0.05 * i ** 3 + 0.01), 37, 0.3526813743532],
  ])('of %j and %j is that of SciPy', (first, second, u, p) => {
    expect(rankTest(first, second)).toEqual({ u, p: expect.closeTo(p, 12) as number, method: 'exact' });
  });

  // Counted with SciPy's midranks over all 6435 and 252 divisions: those whose rank sum is as far from its mean.
  it.each([
    [[12, 15, 15, 18, 20, 20, 22], [15, 17, 20, 23, 25, 25, 27, 30], 11, 0.0525252525252525],
    [[1, 1, 1, 1, 2], [1, 1, 2, 2, 2], 7.5, 0.5238095238095238],
  ])('with many ties, of %j and %j', (first, second, u, p) => {
    expect(rankTest(first, second)).toEqual({ u, p: expect.closeTo(p, 12) as number, method: 'exact' });
  });

  it('finds nothing where all is alike', () => {
    expect(rankTest([5, 5, 5], [5, 5, 5])).toEqual({ u: 4.5, p: 1, method: 'exact' });
    expect(rankTest(Array<number>(40).fill(1), Array<number>(40).fill(1))).toMatchObject({ p: 1, method: 'normal' });
  });

  it('approximates for many values, as SciPy 1.17.1 does', () => {
    expect(
      rankTest(
        upTo(60).map((i) => i + 1),
        upTo(50).map((i) => i + 8.5),
      ),
    ).toMatchObject({
      u: 1375,
      p: expect.closeTo(0.4548379677, 8) as number,
      method: 'normal',
    });
    expect(
      rankTest(
        upTo(60).map((i) => Math.floor(i / 3)),
        upTo(50).map((i) => Math.floor(i / 3) + 2),
      ),
    ).toMatchObject({
      u: 1449,
      p: expect.closeTo(0.7614654425, 8) as number,
    });
    // Of five different values.
    const few = rankTest(
      upTo(40).map((i) => i % 4),
      upTo(40).map((i) => (i % 4) + (i % 3 === 0 ? 1 : 0)),
    );
    expect(few).toMatchObject({ u: 680, p: expect.closeTo(0.23683580262, 8) as number, method: 'normal' });
  });

  it('is symmetric', () => {
    const [a, b] = [
      [1.1, 2.2, 3.3, 4.4, 5.5],
      [6.1, 7.2, 8.3, 9.4, 10.5],
    ];
    expect(rankTest(a, b)).toMatchObject({ u: 0, p: expect.closeTo(2 / 252, 12) as number });
    expect(rankTest(b, a)).toMatchObject({ u: 25, p: expect.closeTo(2 / 252, 12) as number });
  });

  it('refuses what is no number', () => {
    expect(() => rankTest([], [1])).toThrow('empty');
    expect(() => rankTest([NaN], [1])).toThrow('not a number');
  });
});

it('no p is smaller than the least', () => {
  // 2 of C(10, 5) = 252 divisions; of 3 and 3 only 2 of 20.
  expect([leastP(5, 5), leastP(3, 3), leastP(1, 1)]).toEqual([expect.closeTo(2 / 252, 12), expect.closeTo(0.1, 12), 1]);
});
