import { attribution, waitsOf } from '../../../../experiments/bottleneck/attribution';
import { CHAIN, near, node, service } from './levels';

const sumOf = (parts: object | undefined): number =>
  Object.values(parts ?? {}).reduce<number>((sum, part: number) => sum + part, 0);

test('what is not spent waiting for others is own; network counts as the called one', () => {
  const services = {
    a: service({ work: 2, downstreamWait: 30 }, { b: [10, 30] }),
    // Seen from a it takes 30 ms, and it says 25 itself.
    b: service({ work: 4, delay: 1, downstreamWait: 20 }, { c: [10, 20] }),
    c: service({ workWait: 5, work: 15 }),
  };
  const found = attribution(services, CHAIN);
  expect(found.get('a')).toEqual({ wait: 0, delay: 0, work: 2, other: 0 });
  // 30 ms of a's time by b's own composition: 5 of 25 its own, 20 of 25 for c.
  expect(sumOf(found.get('b'))).toBeCloseTo(6);
  expect(found.get('b')?.work).toBeCloseTo(4.8);
  expect(found.get('c')).toEqual({ wait: near(6), delay: 0, work: near(18), other: 0 });
  const whole = ['a', 'b', 'c'].reduce((sum, name) => sum + sumOf(found.get(name)), 0);
  expect(whole).toBeCloseTo(32);
});

test('a queue for the pool counts as those who hold its places', () => {
  const services = {
    // Holds a place for 10 ms, of which 8 for b: of 100 ms of queue, 80 are b's doing.
    a: service({ poolWait: 100, work: 2, downstreamWait: 8 }, { b: [10, 8] }),
    b: service({ work: 8 }),
    c: service({}),
  };
  const found = attribution(services, CHAIN);
  expect(found.get('a')).toEqual({ wait: near(20), delay: 0, work: 2, other: 0 });
  expect(sumOf(found.get('b'))).toBeCloseTo(88);
});

test('of calls at the same time the slowest counts; calls one after the other all do', () => {
  const services = { a: service({ downstreamWait: 50 }, { b: [10, 30], c: [10, 20] }), b: service({}), c: service({}) };
  const shares = (...calls: string[][]) => waitsOf('a', services, [node('a', ...calls), node('b'), node('c')]);
  expect(shares(['b', 'c'])).toEqual([{ service: 'b', share: 1 }]);
  expect(shares(['b'], ['c'])).toEqual([
    { service: 'b', share: 0.6 },
    { service: 'c', share: 0.4 },
  ]);
  // c at the same time as b, and once more alone: half of its calls are waited for.
  expect(shares(['b', 'c'], ['c'])).toEqual([
    { service: 'b', share: 0.75 },
    { service: 'c', share: 0.25 },
  ]);
});

test('a service without data takes nothing; its caller keeps the wait', () => {
  const found = attribution({ a: service({ work: 2, downstreamWait: 8 }) }, CHAIN);
  expect([...found]).toEqual([['a', { wait: 8, delay: 0, work: 2, other: 0 }]]);
  expect([...attribution({}, CHAIN)]).toEqual([]);
});
