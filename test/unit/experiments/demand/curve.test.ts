import { curveSchema, demandAt } from '../../../../experiments/demand/curve';

const curve = [
  { replicas: 1, rate: 20 },
  { replicas: 2, rate: 41 },
  { replicas: 4, rate: 78 },
];

describe('the demand at a rate', () => {
  it.each([
    [0, 0],
    [0.1, 1],
    [20, 1],
    [20.1, 2],
    [41, 2],
    [50, 4],
    [78, 4],
    [78.1, null],
  ])('of %d requests per second is %d replicas', (rate, replicas) => {
    expect(demandAt(curve, rate)).toBe(replicas);
  });

  it('is the least number that does, where a measured curve is not monotone', () => {
    expect(
      demandAt(
        [
          { replicas: 1, rate: 20 },
          { replicas: 2, rate: 45 },
          { replicas: 3, rate: 44 },
        ],
        44.5,
      ),
    ).toBe(2);
  });
});

describe('a demand curve', () => {
  it('is a list of capacities by replicas', () => {
    expect(curveSchema.parse(curve)).toEqual(curve);
    const bad = (value: unknown): string => curveSchema.safeParse(value).error!.message;
    expect(bad([...curve].reverse())).toContain('each point with more replicas than the one before');
    expect(bad([{ replicas: 1.5, rate: 20 }])).toContain('a whole number of replicas');
    expect(bad([{ replicas: 1, rate: 0 }])).toContain('over 0');
    expect(bad([])).toContain('a list of capacities');
  });
});
