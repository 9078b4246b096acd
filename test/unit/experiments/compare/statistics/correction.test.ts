import { holm } from '../../../../../experiments/compare/statistics/correction';

it('corrects as R does: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")', () => {
  // 0.005 x 4, 0.01 x 3, 0.03 x 2, 0.04 x 1 but not less than the one before.
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02].map((p) => expect.closeTo(p, 12) as number));
  // Ties are corrected alike: p.adjust(c(0.02, 0.01, 0.02, 0.01), "holm").
  expect(holm([0.02, 0.01, 0.02, 0.01])).toEqual([0.04, 0.04, 0.04, 0.04].map((p) => expect.closeTo(p, 12) as number));
  expect(holm([0.03])).toEqual([0.03]);
  expect(holm([0.6, 0.9])).toEqual([1, 1]);
  expect(holm([])).toEqual([]);
});
