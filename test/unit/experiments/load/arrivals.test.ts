import fc from 'fast-check';
import { drawnArrivals, offeredBy } from '../../../../experiments/load/arrivals';
import { loadSeconds, type Shape } from '../../../../experiments/load/shape';

const shape = (load: Partial<Shape['load']>): Shape => ({
  warmup: 10,
  load: {
    driver: 'k6',
    path: '/',
    timeout: 5,
    stages: [
      { rate: 10, duration: 20 },
      { rate: 40, ramp: 10, duration: 30 },
    ],
    ...load,
  },
});

describe('what a load offers', () => {
  it('is the integral of its rate', () => {
    const offered = offeredBy(shape({}))!;
    // 10 x 30 s, then (10 + 40) / 2 x 10 s, then 40 x 30 s
    expect(offered(0, 70)).toBe(300 + 250 + 1200);
    expect(offered(29, 31)).toBeCloseTo(10 + 11.5, 9);
  });

  it('is what was drawn of Poisson arrivals: the same for the same seed, and whole', () => {
    const poisson = shape({ arrivals: 'poisson', seed: 7 });
    const due = drawnArrivals(poisson);
    expect(drawnArrivals(poisson)).toEqual(due);
    expect(drawnArrivals(shape({ arrivals: 'poisson', seed: 8 }))).not.toEqual(due);
    const offered = offeredBy(poisson)!;
    expect(offeredBy({ ...poisson, warmup: 0 })!(0, 60)).not.toBe(offered(0, 60));
    expect(offered(0, 70)).toBe(due.length);
    // 1750 are expected, with a standard deviation of 42.
    expect(Math.abs(due.length - 1750)).toBeLessThan(150);
  });

  it('adds up, however it is cut', () => {
    const rate = fc.integer({ min: 0, max: 50 });
    const stages = fc.array(fc.record({ rate, duration: fc.integer({ min: 1, max: 20 }) }), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(stages, fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true }), (all, drawn, share) => {
        const one = shape({ stages: all, arrivals: drawn ? 'poisson' : 'even' });
        const [offered, end] = [offeredBy(one)!, loadSeconds(one)];
        expect(offered(0, end * share) + offered(end * share, end)).toBeCloseTo(offered(0, end), 6);
      }),
    );
  });

  it('is unknown in a closed loop', () => {
    expect(offeredBy(shape({ model: 'users' }))).toBeNull();
  });
});
