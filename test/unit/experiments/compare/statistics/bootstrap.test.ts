import fc from 'fast-check';
import { bootstrapInterval } from '../../../../../experiments/compare/statistics/bootstrap';
import { median } from '../../../../../experiments/compare/statistics/quantile';
import { seeded } from '../../../../../experiments/shapes/random';

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const even = [8.9, 10.1, 9.7, 12.3, 9.2, 11.0, 10.5, 9.9];
const skewed = [1, 1.2, 1.5, 1.7, 2.2, 3, 4.1, 6.5, 9, 15];
const resamples = 50_000;

describe('the bootstrap interval', () => {
  // scipy.stats.bootstrap of SciPy 1.17.1, method BCa, 99,999 resamples.
  it.each([
    [even, mean, 9.625, 11.0625],
    [skewed, mean, 2.54, 8.346],
    [even, median, 9.2, 11],
  ])('of %j is that of SciPy', (values, statistic, low, high) => {
    const interval = bootstrapInterval([values], statistic, { random: seeded(1), resamples });
    expect(interval.low).toBeGreaterThan(low * 0.98);
    expect(interval.low).toBeLessThan(low * 1.02);
    expect(interval.high).toBeGreaterThan(high * 0.98);
    expect(interval.high).toBeLessThan(high * 1.02);
  });

  it.each([
    [even, mean, 2.6624, 7.7625],
    [even, median, 4.6, 8.8],
    [even.slice(0, 4), mean, 2.8083, 8.125],
    [even.slice(0, 4), median, 4, 9.5],
  ])('of the difference of %j and a group of another size is that of SciPy', (values, statistic, low, high) => {
    const difference = (a: readonly number[], b: readonly number[]) => statistic(a) - statistic(b);
    const interval = bootstrapInterval([values, [...skewed, 2.1, 3.3]], difference, { random: seeded(1), resamples });
    expect(Math.abs(interval.low - low)).toBeLessThan(0.1);
    expect(Math.abs(interval.high - high)).toBeLessThan(0.15);
  });

  it('of one value that is other than the rest is that of SciPy', () => {
    // 3 to 7, that is up to four of the five being the odd one.
    const interval = bootstrapInterval([[3, 3, 3, 3, 8]], mean, { random: seeded(1), resamples });
    expect(interval).toEqual({ low: 3, high: 7 });
  });

  it('lies within the values, low below high, whatever they are', () => {
    const values = fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.double({ min: -1e6, max: 1e6, noNaN: true })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(values, fc.integer(), (group, seed) => {
        for (const statistic of [mean, median]) {
          const { low, high } = bootstrapInterval([group], statistic, { random: seeded(seed), resamples: 200 });
          const slack = 1e-9 * Math.max(1, ...group.map(Math.abs));
          expect(low).toBeLessThanOrEqual(high);
          expect(low).toBeGreaterThanOrEqual(Math.min(...group) - slack);
          expect(high).toBeLessThanOrEqual(Math.max(...group) + slack);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is the same for the same seed', () => {
    const of = (seed: number) => bootstrapInterval([skewed], mean, { random: seeded(seed), resamples: 200 });
    expect(of(3)).toEqual(of(3));
    expect(of(3)).not.toEqual(of(4));
  });

  it('of a difference has the sign of what is there', () => {
    const difference = (a: readonly number[], b: readonly number[]) => median(a) - median(b);
    const above = bootstrapInterval([even.map((value) => value + 9), even], difference, { random: seeded(1) });
    expect(above.low).toBeGreaterThan(0);
    const none = bootstrapInterval([even, even], difference, { random: seeded(1) });
    expect(none.low).toBeLessThan(0);
    expect(none.high).toBeGreaterThan(0);
  });

  it('of what is alike is that', () => {
    expect(bootstrapInterval([[7, 7, 7]], mean, { random: seeded(1), resamples: 100 })).toEqual({ low: 7, high: 7 });
    expect(bootstrapInterval([[7]], mean, { random: seeded(1), resamples: 100 })).toEqual({ low: 7, high: 7 });
  });

  it('covers what it should: of 400 samples of twenty some 95 % hold the true mean', () => {
    const random = seeded(99);
    let held = 0;
    for (let i = 0; i < 400; i++) {
      // The mean of a sum of three uniform variables is 1.5.
      const sample = Array.from({ length: 20 }, () => random() + random() + random());
      const { low, high } = bootstrapInterval([sample], mean, { random, resamples: 400 });
      if (low <= 1.5 && 1.5 <= high) held++;
    }
    expect(held / 400).toBeGreaterThan(0.9);
    expect(held / 400).toBeLessThan(0.985);
  });
});
