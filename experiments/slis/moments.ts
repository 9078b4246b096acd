import type { Reaction, ReactionLink, ReactionPart } from '../types';
import type { Increase } from './increases';

/** Two watches are two streams: what they bring within this many ms of each other has no order. */
const ORDER_RESOLUTION = 100;
/** When a link of the chain happened, ms since the epoch; null with the reason where it did not. */
export interface Moment {
  readonly name: ReactionPart;
  readonly time: number | null;
  readonly reason?: string;
}

/** An increase of the load, ms since the epoch. */
export type Step = Increase & Pick<Reaction, 'warmup'>;

/**
 * Differences between consecutive links, so that the parts add up to the total. A link that did not happen is skipped; one that was
 * seen before its predecessor counts as 0, and the parts after it go on from the predecessor.
 */
export function chain(moments: readonly Moment[], at: number): ReactionLink[] {
  let before = at;
  let previous = 'load step';
  return moments.map(({ name, time, reason }) => {
    if (time === null) return { name, seconds: null, reason: reason ?? 'not seen' };
    const early = before - time;
    const seconds = Math.max(0, -early) / 1000;
    const order =
      early > ORDER_RESOLUTION ? `${(early / 1000).toFixed(1)} s before "${previous}": counted as 0` : undefined;
    if (early <= 0) {
      before = time;
      previous = name;
    }
    const note = reason ?? order;
    return note === undefined ? { name, seconds } : { name, seconds, reason: note };
  });
}

export function missing(name: ReactionPart, reason: string): Moment {
  return { name, time: null, reason };
}
