import { blocksOf } from '../../../../experiments/compare/design';
import { seeded } from '../../../../experiments/shapes/random';

const variants = ['a', 'b', 'c'];

it('runs each variant once in each block, in an order that the seed gives', () => {
  const blocks = blocksOf(variants, 4, seeded(1));
  expect(blocks.map((block) => block.toSorted())).toEqual([variants, variants, variants, variants]);
  expect(blocksOf(variants, 4, seeded(1))).toEqual(blocks);
});

it('has each of the six orders as often', () => {
  const counts = new Map<string, number>();
  for (const block of blocksOf(variants, 6000, seeded(5)))
    counts.set(block.join(''), (counts.get(block.join('')) ?? 0) + 1);
  expect(counts.size).toBe(6);
  // 1000 each, with a standard deviation of 29.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(4 * 29);
});
