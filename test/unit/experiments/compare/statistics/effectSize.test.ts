import { cliffsDelta, magnitude } from '../../../../../experiments/compare/statistics/effectSize';

it('counts how often one is above the other', () => {
  expect(cliffsDelta([4, 5], [1, 2])).toBe(1);
  expect(cliffsDelta([1, 2], [4, 5])).toBe(-1);
  // Of nine pairs four are above, three below, two even.
  expect(cliffsDelta([1, 3, 5], [1, 3, 4])).toBeCloseTo((4 - 3) / 9, 12);
});

it('has words', () => {
  expect([0, 0.2, -0.4, 0.474, -1].map(magnitude)).toEqual(['negligible', 'small', 'medium', 'large', 'large']);
});
