import { oscillations, type Turn } from '../../../../experiments/slis/oscillations';
import type { Point } from '../../../../experiments/slis/steps';

/** The load begins at 0, rises at 100 and falls at 200. */
const turns: Turn[] = [
  { at: 0, direction: 1 },
  { at: 100, direction: 1 },
  { at: 200, direction: -1 },
];
const count = (...desired: Point[]): number => oscillations(desired, turns, 50, 400);

describe('oscillations', () => {
  it('are none where the replicas follow the load', () => {
    expect(count([0, 1], [110, 2], [120, 4], [210, 3], [260, 1])).toBe(0);
  });

  it('are each turn that the load does not take', () => {
    // Up, down again and up again while the load stays: two.
    expect(count([0, 1], [110, 4], [130, 2], [150, 4], [210, 1])).toBe(2);
    // The last goes up again though the load has fallen only.
    expect(count([0, 1], [110, 4], [210, 1], [240, 2])).toBe(1);
  });

  it('are not the answer to a rise that comes while replicas still go', () => {
    // Down at 105 is late, as of before; up at 120 is called for by the rise at 100.
    expect(count([0, 1], [5, 4], [105, 3], [120, 5])).toBe(1);
    expect(
      oscillations(
        [
          [0, 4],
          [105, 3],
          [120, 5],
        ],
        turns,
        50,
        400,
      ),
    ).toBe(0);
  });

  it('do not count outside the span, and unchanged numbers are no move', () => {
    expect(
      oscillations(
        [
          [0, 1],
          [110, 4],
          [130, 2],
          [150, 4],
        ],
        turns,
        140,
        400,
      ),
    ).toBe(1);
    expect(
      oscillations(
        [
          [0, 1],
          [110, 4],
          [130, 2],
          [150, 4],
        ],
        turns,
        50,
        140,
      ),
    ).toBe(1);
    expect(count([0, 1], [110, 4], [130, 4], [150, 4])).toBe(0);
    expect(count()).toBe(0);
  });
});
