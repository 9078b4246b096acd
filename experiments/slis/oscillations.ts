import type { Point } from './steps';

/** A change of the load: when it began, ms since the epoch, and whether it rose (1) or fell (-1). */
export interface Turn {
  readonly at: number;
  readonly direction: 1 | -1;
}

/**
 * Changes of direction of the desired replicas that the load did not call for: they move the other way than the time before, and the load has not
 * changed in that direction since they last moved so. Those from `from` on count.
 */
export function oscillations(desired: readonly Point[], turns: readonly Turn[], from: number, to: number): number {
  const lastMove = { '1': -Infinity, '-1': -Infinity };
  let before: 1 | -1 | undefined;
  let count = 0;
  desired.forEach(([time, replicas], index) => {
    const last = desired[index - 1]?.[1];
    if (last === undefined || last === replicas) return;
    const direction = replicas > last ? 1 : -1;
    const called = turns.some(
      (turn) => turn.direction === direction && turn.at > lastMove[direction] && turn.at <= time,
    );
    if (before !== undefined && direction !== before && !called && time >= from && time <= to) count++;
    lastMove[direction] = time;
    before = direction;
  });
  return count;
}
