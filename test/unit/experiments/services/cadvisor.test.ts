import { knownUntil, updates } from '../../../../experiments/services/cadvisor';
import type { Point } from '../../../../experiments/slis/steps';

/** Scrapes every 5 s. */
const scraped = (...values: number[]): Point[] => values.map((value, index) => [index * 5000, value]);

test('only the scrapes after a new look count', () => {
  expect(updates(scraped(1, 1, 3, 3, 3, 6, 6))).toEqual([
    [0, 1],
    [10_000, 3],
    [25_000, 6],
  ]);
  expect(updates([])).toEqual([]);
});

test('a counter that stands still for longer than between two looks did nothing meanwhile', () => {
  // It rose between 25 and 45 s at the earliest, not evenly since 0.
  expect(updates(scraped(1, 1, 1, 1, 1, 1, 1, 1, 1, 9))).toEqual([
    [0, 1],
    [25_000, 1],
    [45_000, 9],
  ]);
});

test('what is known ends with the earliest last look at a container that is still there', () => {
  // Looked at, at 20 and at 15 s.
  const counters = [scraped(1, 2, 2, 3, 4, 4), scraped(1, 1, 2, 3, 3, 3)];
  expect(knownUntil(counters)).toBe(15_000);
  // One that has ended long before says nothing about it.
  expect(knownUntil([...counters, scraped(1, 2)])).toBe(15_000);
  // One that does nothing is not waited for.
  expect(knownUntil([scraped(1, 1, 1, 1, 1, 1, 1)])).toBe(10_000);
  expect(knownUntil([])).toBe(-Infinity);
});
