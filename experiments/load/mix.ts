import { seeded } from '../shapes/random';
import type { ReadyRequest } from './spec';

/** How many requests in a row have the mix's weights exactly, as far as whole numbers can. */
const LENGTH = 1000;

/**
 * Which request is sent when: request number i is that of index `order[i % order.length]`. Weights are met by largest remainders
 * (M. L. Balinski and H. P. Young, Fair Representation, 1982: Hamilton's method), the order is drawn with the seed (Fisher and Yates).
 */
export function mixOrder(requests: readonly Pick<ReadyRequest, 'weight'>[], seed: number): number[] {
  if (requests.length === 1) return [0];
  const total = requests.reduce((sum, { weight }) => sum + weight, 0);
  const shares = requests.map(({ weight }, index) => ({ index, exact: (LENGTH * weight) / total }));
  const left = LENGTH - shares.reduce((sum, { exact }) => sum + Math.floor(exact), 0);
  const byRemainder = shares.toSorted((a, b) => (b.exact % 1) - (a.exact % 1) || a.index - b.index);
  const rounded = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  const order = shares.flatMap(({ index, exact }) =>
    new Array<number>(Math.floor(exact) + (rounded.has(index) ? 1 : 0)).fill(index),
  );
  const random = seeded(seed);
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}
