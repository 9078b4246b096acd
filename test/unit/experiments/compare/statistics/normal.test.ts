import { normalCdf, normalQuantile } from '../../../../../experiments/compare/statistics/normal';

// Values of SciPy 1.17.1, scipy.stats.norm.
it.each([
  [-1.96, 0.024997895148220435],
  [0, 0.5],
  [0.3, 0.6179114221889526],
  [4, 0.9999683287581669],
  [-10, 7.619853024160527e-24],
  [-40, 0],
])('the distribution at %d', (x, p) => {
  expect(Math.abs(normalCdf(x) - p)).toBeLessThanOrEqual(1e-14 * Math.max(p, 1e-10));
});

it.each([
  [0.025, -1.9599639845400545],
  [0.5, 0],
  [0.9, 1.2815515655446004],
  [1e-6, -4.753424308822899],
  [1e-15, -7.941345326170997],
])('the quantile of %d', (p, x) => {
  expect(normalQuantile(p)).toBeCloseTo(x, 12);
  expect(normalQuantile(1 - p)).toBeCloseTo(-x, p < 1e-10 ? 2 : 9);
});

it('there is no quantile of 0 and 1', () => {
  expect(() => normalQuantile(0)).toThrow('p is 0');
  expect(() => normalQuantile(1)).toThrow('p is 1');
});
