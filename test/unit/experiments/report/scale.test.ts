import { scaleOf, spansDecades } from '../../../../experiments/report/scale';

const at = (values: readonly number[], value: number, options = {}): number => scaleOf(values, options).at(value);

describe('scaleOf', () => {
  it('goes from a round value to a round value', () => {
    expect(scaleOf([12, 37]).ticks).toEqual([10, 20, 30, 40]);
    expect([10, 25, 40].map((value) => at([12, 37], value))).toEqual([0, 0.5, 1]);
  });

  it('holds 0 where it has to', () => expect(scaleOf([60, 80], { zero: true }).ticks).toEqual([0, 20, 40, 60, 80]));

  it('has round fractions without noise', () => expect(scaleOf([0.86, 1]).ticks).toEqual([0.85, 0.9, 0.95, 1]));

  it('is logarithmic for what spans decades', () => {
    const { ticks, log } = scaleOf([20, 9000]);
    expect([ticks, log]).toEqual([[10, 100, 1000, 10_000], true]);
    expect(at([20, 9000], 100)).toBeCloseTo(1 / 3, 12);
    expect(at([20, 9000], 0)).toBe(0);
    expect(scaleOf([20, 9000], { linear: true }).log).toBe(false);
  });

  it('is linear where there is a 0, which has no logarithm', () => expect(scaleOf([0, 20, 9000]).log).toBe(false));

  it('has a length where all values are alike, or none is known', () => {
    expect(scaleOf([1, 1]).ticks).toEqual([0, 0.5, 1]);
    expect(scaleOf([0]).ticks).toEqual([0, 0.5, 1]);
    expect(scaleOf([]).ticks).toEqual([0, 0.5, 1]);
    expect(at([-4], -4)).toBe(0);
  });
});

it.each([
  [[1, 29], false],
  [[1, 30], true],
  [[null, 0, 5], false],
  [[], false],
])('%j spans decades: %s', (values, expected) => expect(spansDecades(values)).toBe(expected));
