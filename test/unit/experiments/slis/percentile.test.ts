import { percentile } from '../../../../experiments/slis/percentile';

describe('percentile', () => {
  // By hand, with k6's TrendSink.P (metrics/sink.go): rank = p x (n - 1), linear between floor and ceil.
  it.each([
    [[10, 20, 30, 40], 0.5, 25],
    [[10, 20, 30, 40], 0.9, 37],
    [[10, 20, 30, 40], 0, 10],
    [[10, 20, 30, 40], 1, 40],
    [[10, 20, 30, 40, 50], 0.5, 30],
    [[10, 20, 30, 40, 50], 0.95, 48],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 0.99, 10.9],
    [[7], 0.99, 7],
  ])('of %j at %d is %d', (values, p, expected) => {
    expect(percentile(values, p)).toBeCloseTo(expected, 10);
  });

  it('of nothing is unknown, not 0', () => {
    expect(percentile([], 0.5)).toBeNull();
  });

  it('is no NaN between infinite values', () => {
    expect(percentile([1, Infinity, Infinity], 0.75)).toBe(Infinity);
    expect(percentile([1, Infinity], 0.5)).toBe(Infinity);
    expect(percentile([1, 2, Infinity], 0.5)).toBe(2);
  });

  it('lies between the neighbours and never falls with p', () => {
    const values = Float64Array.from({ length: 97 }, (_, i) => (i * 7919) % 1009).sort();
    let before = -Infinity;
    for (let p = 0; p <= 1; p += 0.01) {
      const value = percentile(values, p) as number;
      expect(value).toBeGreaterThanOrEqual(before);
      expect(value).toBeGreaterThanOrEqual(values[0] as number);
      expect(value).toBeLessThanOrEqual(values[96] as number);
      before = value;
    }
  });

  it('is taken from all values: merging differs from averaging', () => {
    const [fast, slow] = [Array<number>(99).fill(10), [1000]];
    const merged = percentile([...fast, ...slow], 0.95);
    const averaged = ((percentile(fast, 0.95) as number) + (percentile(slow, 0.95) as number)) / 2;
    expect(merged).toBe(10);
    expect(averaged).toBe(505);
  });
});
