import { counterIncrease } from '../../../../experiments/record/served';

describe('increase of counters', () => {
  it('counts from the last sample before the load', () => {
    const points = [
      [0, 100],
      [5, 107],
      [10, 110],
      [15, 150],
    ] as const;
    expect(counterIncrease([{ pod: 'a', points }], 7)).toBe(43);
    expect(counterIncrease([{ pod: 'a', points }], 10)).toBe(40);
  });

  it('counts a new pod from 0, its first sample included', () => {
    const points = [
      [20, 30],
      [25, 45],
    ] as const;
    expect(counterIncrease([{ pod: 'b', points }], 7)).toBe(45);
  });

  it('goes on after a restart', () => {
    const points = [
      [0, 100],
      [10, 120],
      [15, 5],
      [20, 12],
    ] as const;
    expect(counterIncrease([{ pod: 'a', points }], 0)).toBe(20 + 5 + 7);
  });

  it('adds up', () => {
    const of = (value: number) => [[10, value] as const];
    expect(
      counterIncrease(
        [
          { pod: 'a', points: of(3) },
          { pod: 'b', points: of(4) },
          { pod: 'c', points: [] },
        ],
        0,
      ),
    ).toBe(7);
  });
});
