import { Quantiles } from '../../../../experiments/live/quantiles';

describe('Quantiles', () => {
  it('gives each quantile within half a percent, over six decades', () => {
    const quantiles = new Quantiles();
    // 1, 2, ... 100,000 ms: the quantile p of them is 1 + p x 99,999.
    for (let value = 1; value <= 100_000; value++) quantiles.add(value);
    for (const p of [0.1, 0.5, 0.9, 0.95, 0.99]) {
      const exact = 1 + p * 99_999;
      expect(Math.abs(quantiles.at(p)! / exact - 1)).toBeLessThan(0.0051);
    }
    expect(quantiles.at(1)).toBeLessThanOrEqual(100_000);
    expect([quantiles.count, quantiles.max]).toEqual([100_000, 100_000]);
  });

  it('knows nothing of nothing, and takes a 0', () => {
    const quantiles = new Quantiles();
    expect([quantiles.at(0.5), quantiles.max]).toEqual([null, null]);
    quantiles.add(0);
    expect(quantiles.at(0.5)).toBe(0);
  });
});
