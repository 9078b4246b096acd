import type { Point } from '../slis/steps';

/** cAdvisor looks at a container every 10 to 15 s, and a scrape sees that up to 5 s later. ms. */
const HOUSEKEEPING = 20_000;

/**
 * The samples of a counter of cAdvisor's at which it had looked at the container anew. Scrapes in between repeat the value before, which is
 * not what the container did. One that stands still for longer than cAdvisor waits did nothing.
 */
export function updates(points: readonly Point[]): Point[] {
  const found: Point[] = [];
  points.forEach((point, index) => {
    const last = found.at(-1);
    if (last !== undefined && point[1] === last[1]) return;
    const still = points.slice(0, index).findLast(([time]) => time <= point[0] - HOUSEKEEPING);
    if (last !== undefined && still !== undefined && still[0] > last[0]) found.push(still);
    found.push(point);
  });
  return found;
}

/**
 * Until when counters of cAdvisor's are known: the earliest last look at one of the containers that were there to the end. What a container
 * did afterwards nobody has looked at yet. -Infinity without counters.
 */
export function knownUntil(counters: readonly (readonly Point[])[]): number {
  const ends = counters.map((points) => points.at(-1)?.[0] ?? -Infinity);
  const end = Math.max(-Infinity, ...ends);
  const looks = counters
    .filter((_, index) => (ends[index] ?? -Infinity) >= end - HOUSEKEEPING / 2)
    .map((points) => updates(points).at(-1)?.[0] ?? -Infinity);
  return Math.max(end - HOUSEKEEPING, Math.min(end, ...looks));
}
