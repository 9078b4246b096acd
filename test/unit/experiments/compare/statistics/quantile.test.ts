import { iqr, median, quantile } from '../../../../../experiments/compare/statistics/quantile';

it('is as NumPy and R have it by default', () => {
  // numpy.quantile([1, 2, 4, 8, 16], ...), NumPy 2; the order does not matter.
  expect([0, 0.1, 0.25, 0.5, 0.9, 1].map((p) => quantile([16, 1, 4, 2, 8], p))).toEqual([
    1,
    expect.closeTo(1.4),
    2,
    4,
    expect.closeTo(12.8),
    16,
  ]);
  expect([median([3, 1, 2, 10]), iqr([1, 2, 4, 8, 16]), median([7])]).toEqual([2.5, 6, 7]);
});

it('is not known of nothing', () => {
  expect(median([])).toBeNaN();
});
