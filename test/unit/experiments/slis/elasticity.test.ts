import { elasticity as inMilliseconds, elasticSpeedup, type Elasticity } from '../../../../experiments/slis/elasticity';

/** Times in seconds. */
type Steps = readonly (readonly [number, number])[];
const ms = (steps: Steps): Steps => steps.map(([time, count]) => [time * 1000, count]);
const elasticity = (demand: Steps, supply: Steps, { from, to }: { from: number; to: number }) =>
  inMilliseconds(ms(demand), ms(supply), { from: from * 1000, to: to * 1000 });

// Demand and supply of the tests of BUNGEE, the definition's own implementation (AbstractMetricTest.java), and what it expects of them.
const demand: Steps = [
  [0, 1],
  [7, 5],
  [16, 3],
  [17, 2],
  [19, 4],
];
const supply: Steps = [
  [0, 1],
  [2, 2],
  [3, 1],
  [5, 3],
  [9, 7],
  [11, 6],
  [12, 8],
  [14, 2],
];
const span = { from: 0, to: 20 };
const shifted = (steps: Steps, by: number): Steps => steps.map(([time, count]) => [time, count + by]);

describe('elasticity', () => {
  it('has the values that BUNGEE gives', () => {
    expect(elasticity(demand, supply, span)).toMatchObject({
      underProvisioning: 13 / 20,
      underTimeshare: 6 / 20,
      // 17 replicas moved where 9 were asked for, in 20 s: BUNGEE counts by the minute too.
      jitter: ((17 - 9) / 20) * 60,
    });
  });

  it('has what is too many, counted by hand', () => {
    // Too many: 1 from 2 to 3, 2 from 5 to 7, 2 from 9 to 11, 1 from 11 to 12, 3 from 12 to 14.
    expect(elasticity(demand, supply, span)).toMatchObject({
      overProvisioning: (1 + 4 + 4 + 1 + 6) / 20,
      overTimeshare: (1 + 2 + 2 + 1 + 2) / 20,
      overProvisioningShare: expect.closeTo(
        (1 / 2 + 2 * (2 / 3) + 2 * (2 / 7) + 1 / 6 + 2 * (3 / 8)) / 20,
        12,
      ) as number,
      // Missing: 2 of 5 from 7 to 9, 3 of 5 from 14 to 16, 1 of 3 from 16 to 17, 2 of 4 from 19 to 20.
      underProvisioningShare: expect.closeTo((2 * (2 / 5) + 2 * (3 / 5) + 1 / 3 + 2 / 4) / 20, 12) as number,
    });
  });

  it('is perfect where supply is demand', () => {
    expect(elasticity(supply, supply, span)).toEqual({
      underProvisioning: 0,
      overProvisioning: 0,
      underProvisioningShare: 0,
      overProvisioningShare: 0,
      underTimeshare: 0,
      overTimeshare: 0,
      instability: 0,
      jitter: 0,
    });
  });

  it('is one replica off all the time where one is always missing, or too many', () => {
    expect(elasticity(shifted(supply, 1), supply, span)).toMatchObject({
      underProvisioning: 1,
      underTimeshare: 1,
      jitter: 0,
    });
    expect(elasticity(supply, shifted(supply, 1), span)).toMatchObject({
      overProvisioning: 1,
      overTimeshare: 1,
      jitter: 0,
    });
  });

  it('counts the seconds in which the directions differ', () => {
    // Of ten seconds the demand rises in one and the supply in another.
    const rising = (at: number): Steps => [
      [0, 1],
      [at, 2],
    ];
    expect(elasticity(rising(3), rising(6), { from: 0, to: 10 }).instability).toBeCloseTo(0.2, 12);
    expect(elasticity(rising(3), rising(3), { from: 0, to: 10 }).instability).toBe(0);
  });

  it('has no share of nothing', () => {
    const zero: Steps = [[0, 0]];
    expect(elasticity(zero, zero, span)).toMatchObject({ underProvisioningShare: null, overProvisioningShare: null });
  });

  it('looks at its span only, from what held when it began', () => {
    expect(elasticity(demand, supply, { from: 14, to: 20 }).underProvisioning).toBeCloseTo((6 + 1 + 2) / 6, 12);
    expect(() => elasticity(demand, [[5, 1]], span)).toThrow('at 0 ms are not known');
    expect(() => elasticity(demand, supply, { from: 5, to: 5 })).toThrow('no length');
  });
});

describe('the elastic speedup', () => {
  const of = (under: number, over: number, underTime: number, overTime: number): Elasticity => ({
    ...elasticity(supply, supply, span),
    underProvisioning: under,
    overProvisioning: over,
    underTimeshare: underTime,
    overTimeshare: overTime,
  });

  it('is the geometric mean of the ratios', () => {
    // (2/1 x 4/1 x 2/1 x 1/1) to the power of a quarter: the root of the root of 16.
    expect(elasticSpeedup(of(1, 1, 0.1, 0.5), of(2, 4, 0.2, 0.5))).toBeCloseTo(2, 12);
    const weights = { underProvisioning: 1, overProvisioning: 0, underTimeshare: 0, overTimeshare: 0 };
    expect(elasticSpeedup(of(1, 1, 1, 1), of(3, 0, 1, 1), weights)).toBe(3);
  });

  it('of itself is 1, and not defined where something is 0', () => {
    const one = of(1, 2, 0.3, 0.4);
    expect(elasticSpeedup(one, one)).toBe(1);
    expect(elasticSpeedup(of(0, 1, 1, 1), one)).toBeNull();
    expect(elasticSpeedup(one, of(1, 1, 0, 1))).toBeNull();
  });
});
