import type { Requests } from '../types';
import { lengthOf, requestsBetween } from '../shapes/line';
import { arriving, begins, meanSteps } from './journeys';
import { corners, type Shape } from './shape';

export interface Dropped {
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly count: number;
}

/**
 * When k6 dropped iterations, second by second: what was offered and did not begin, in requests. k6 itself tells only how many in all.
 * @param total how many requests, or journeys, k6 dropped, by its summary
 */
export function droppedOver(shape: Shape, loadStart: number, requests: Requests, total: number): Dropped[] {
  if (total === 0) return [];
  const line = corners(arriving(shape));
  const [first, each] = [begins(shape.load), meanSteps(shape.load)];
  const seconds = Math.ceil(lengthOf(line));
  const began = new Array<number>(seconds).fill(0);
  requests.end.forEach((end, index) => {
    if (!first(requests.kind?.[index] ?? 0)) return;
    const took = requests.elapsed?.[index] ?? requests.duration[index]!;
    const second = Math.floor((end - took - loadStart) / 1000);
    if (second >= 0 && second < seconds) began[second]! += 1;
  });
  const result: Dropped[] = [];
  let sum = 0;
  let missing = 0;
  for (let second = 0; second < seconds; second++) {
    missing += requestsBetween(line, second, second + 1) - began[second]!;
    // One iteration may be due on the edge of a second.
    const count = Math.min(Math.floor(missing - sum - 1), total - sum);
    if (count <= 0) continue;
    result.push({ time: loadStart + second * 1000, count: count * each });
    sum += count;
  }
  if (sum < total) {
    result.push({ time: loadStart + (seconds - 1) * 1000, count: (total - sum) * each });
  }
  return result;
}
