import fc from 'fast-check';
import { evenArrivals, poissonArrivals } from '../../../../experiments/shapes/arrivals';
import { lineOf } from '../../../../experiments/shapes/compile';
import { requestsBetween } from '../../../../experiments/shapes/line';
import { seeded } from '../../../../experiments/shapes/random';
import { shapeSchema, type ShapeSpec } from '../../../../experiments/shapes/spec';

const compiled = (shape: ShapeSpec) => lineOf(shapeSchema.parse(shape));
const ramp = compiled({ kind: 'ramp', from: 0, to: 200, duration: 100 });

describe('even arrivals', () => {
  it('are at even steps, each after its share of the rate', () => {
    expect(evenArrivals(compiled({ kind: 'constant', rate: 2, duration: 3 }))).toEqual([0.5, 1, 1.5, 2, 2.5]);
  });

  it('of a ramp are where the cumulated rate is whole', () => {
    // t^2 requests until t: the n-th at the root of n.
    const times = evenArrivals(compiled({ kind: 'ramp', from: 0, to: 20, duration: 10 }));
    expect(times).toHaveLength(99);
    expect([times[0], times[3], times[80]]).toEqual([1, 2, 9].map((time) => expect.closeTo(time, 9) as number));
  });

  it('pass over a time without load', () => {
    const gap = compiled({ kind: 'sequence', of: [1, 0, 1].map((rate) => ({ kind: 'constant', rate, duration: 2 })) });
    expect(evenArrivals(gap)).toEqual([1, 4, 5]);
  });
});

describe('Poisson arrivals', () => {
  it('are the same for the same seed, and others for another', () => {
    const times = (seed: number) => poissonArrivals(ramp, seeded(seed));
    expect(times(1)).toEqual(times(1));
    expect(times(1)).not.toEqual(times(2));
  });

  it('rise, and lie in the shape', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const times = poissonArrivals(ramp, seeded(seed));
        expect(times.every((time, i) => time >= (times[i - 1] ?? 0) && time <= 100)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('are as many as a Poisson variable, with the rate of the shape', () => {
    // 10,000 requests, of which a quarter in the first half: standard deviations 100 and 50.
    const times = poissonArrivals(ramp, seeded(42));
    expect(Math.abs(times.length - requestsBetween(ramp, 0, 100))).toBeLessThan(4 * 100);
    expect(Math.abs(times.filter((time) => time < 50).length - 2500)).toBeLessThan(4 * 50);
  });

  it('have gaps of an exponential distribution', () => {
    const times = poissonArrivals(compiled({ kind: 'constant', rate: 50, duration: 200 }), seeded(7));
    const gaps = times.slice(1).map((time, i) => (time - times[i]!) * 50);
    const n = gaps.length;
    // Mean 1 and variance 1; Kolmogorov's distance to 1 - e^-x below 1.63 / sqrt(n), its 1 % point.
    expect(gaps.reduce((sum, gap) => sum + gap, 0) / n).toBeCloseTo(1, 1);
    const distance = Math.max(
      ...gaps.toSorted((a, b) => a - b).map((gap, i) => Math.abs((i + 0.5) / n - (1 - Math.exp(-gap)))),
    );
    expect(distance).toBeLessThan(1.63 / Math.sqrt(n));
  });
});
