import { nextNumber } from '../../../../embedded/agent/numbers';
import { nodeAddress, podRange } from '../../../../embedded/plan/addresses';

it('the next number follows the last one that was given out, and begins again', () => {
  expect(nextNumber(0, new Set())).toBe(61);
  expect(nextNumber(61, new Set())).toBe(62);
  // 61 was returned, and comes again after all the others.
  expect(nextNumber(62, new Set([62]))).toBe(63);
  expect(nextNumber(119, new Set([120]))).toBe(61);
  expect(nextNumber(120, new Set([61, 62]))).toBe(63);
});

it('there is none when all are taken', () => {
  const all = new Set(Array.from({ length: 60 }, (_, index) => index + 61));
  expect(nextNumber(80, all)).toBeUndefined();
  all.delete(75);
  expect(nextNumber(80, all)).toBe(75);
});

it('each has an address and a pod range in the block', () => {
  expect([nodeAddress(70, 61), nodeAddress(70, 120)]).toEqual(['10.70.0.71', '10.70.0.130']);
  expect([podRange(70, 61), podRange(70, 120)]).toEqual(['10.70.188.0/24', '10.70.247.0/24']);
});
