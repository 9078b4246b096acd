import { drawnArrivals, offeredBy } from '../../../../experiments/load/arrivals';
import { droppedOver } from '../../../../experiments/load/dropped';
import { arriving, begins, journeysOf, meanSteps, meanThinking } from '../../../../experiments/load/journeys';
import { virtualUsers } from '../../../../experiments/load/shape';
import type { Journey, LoadSpec } from '../../../../experiments/load/spec';
import type { Requests } from '../../../../experiments/types';

/** Of ten journeys seven have one step, two have two, one has three: 1.4 on average. */
const JOURNEYS: readonly Journey[] = [
  { name: 'browse', weight: 7, steps: [{ path: '/browse' }] },
  { name: 'add', weight: 2, steps: [{ path: '/browse', thinkTime: 3 }, { path: '/cart' }] },
  { name: 'buy', steps: [{ path: '/browse' }, { path: '/cart' }, { path: '/checkout', thinkTime: 60 }] },
];
const load: LoadSpec = {
  driver: 'k6',
  journeys: JOURNEYS,
  thinkTime: 2,
  timeout: 5,
  stages: [{ rate: 14, duration: 100 }],
};
const shape = { warmup: 0, load };
const alone = { ...shape, load: { ...load, journeys: undefined, path: '/' } };

test('journeys name their requests by where those are in the row of all', () => {
  expect(journeysOf(load)).toEqual([
    { name: 'browse', weight: 7, kinds: [0], thinkTimes: [2] },
    { name: 'add', weight: 2, kinds: [1, 2], thinkTimes: [3, 2] },
    { name: 'buy', weight: 1, kinds: [3, 4, 5], thinkTimes: [2, 2, 60] },
  ]);
  expect([0, 1, 2, 3, 4, 5].filter(begins(load))).toEqual([0, 1, 3]);
  expect([journeysOf(alone.load), begins(alone.load)(7)]).toEqual([null, true]);
});

test('means are by the weights; nobody thinks after the last step', () => {
  expect(meanSteps(load)).toBeCloseTo(1.4, 12);
  // 2 of 10 think 3 s, 1 of 10 thinks 4 s.
  expect(meanThinking(load)).toBeCloseTo(1, 12);
  expect([meanSteps(alone.load), meanThinking(alone.load)]).toEqual([1, 0]);
});

test('rates are of requests: journeys arrive at the rate by their mean number of steps', () => {
  expect(arriving(shape).load.stages[0]?.rate).toBeCloseTo(10, 12);
  expect(arriving(alone)).toBe(alone);
  const closed = { ...shape, load: { ...load, model: 'users' as const } };
  expect(arriving(closed)).toBe(closed);
  expect(offeredBy(shape)!(0, 100)).toBeCloseTo(1400, 9);
  const poisson = { ...shape, load: { ...load, arrivals: 'poisson' as const } };
  // About 1000 journeys, each with 1.4 requests.
  const drawn = drawnArrivals(poisson).length;
  expect(Math.abs(drawn - 1000)).toBeLessThan(100);
  expect(offeredBy(poisson)!(0, 100)).toBeCloseTo(drawn * 1.4, 6);
});

test('users are busy while they think, too', () => {
  // 14/s x (5 s + 1 s / 1.4) and a tenth: 88.
  expect(virtualUsers(shape).wanted).toBe(88);
  expect(virtualUsers(alone).wanted).toBe(77);
});

test('journeys that did not begin are told in requests, when they were due', () => {
  // Ten journeys a second for three seconds; in the second one none began, though others went on.
  const short = { ...shape, load: { ...load, stages: [{ rate: 14, duration: 3 }] } };
  const sent = [0, 2].flatMap((second) => Array.from({ length: 10 }, (_, n) => [second * 1000 + n * 100, 0] as const));
  const later = Array.from({ length: 10 }, (_, n) => [1000 + n * 100, 2] as const);
  const all = [...sent, ...later];
  const requests = {
    end: Float64Array.from(all, ([time]) => time + 10),
    duration: new Float64Array(all.length).fill(10),
    kind: Uint8Array.from(all, ([, kind]) => kind),
  } as unknown as Requests;
  const dropped = droppedOver(short, 0, requests, 10);
  expect(dropped[0]?.time).toBe(1000);
  expect(dropped.reduce((sum, { count }) => sum + count, 0)).toBeCloseTo(14, 9);
});
