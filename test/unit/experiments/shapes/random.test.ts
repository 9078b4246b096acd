import { seeded } from '../../../../experiments/shapes/random';

describe('seeded random numbers', () => {
  it('are the same for the same seed', () => {
    const five = (seed: number): number[] => Array.from({ length: 5 }, seeded(seed));
    expect(five(1)).toEqual(five(1));
    expect(five(1)).not.toEqual(five(2));
  });

  it.each([0, 1, 5])('are uniform over small seeds, too: number %i of each', (index) => {
    const seeds = 2000;
    const counts = new Array<number>(10).fill(0);
    for (let seed = 1; seed <= seeds; seed++) {
      const random = seeded(seed);
      for (let i = 0; i < index; i++) random();
      counts[Math.floor(random() * 10)]! += 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - seeds / 10) ** 2 / (seeds / 10), 0);
    // The 99.9th percentile of the chi-square distribution with 9 degrees of freedom.
    expect(chiSquare).toBeLessThan(27.88);
  });
});
