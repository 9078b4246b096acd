import { mostUsers, pacingOf, planOf, workersOf } from '../../../../../experiments/load/locust/plan';
import type { LoadSpec } from '../../../../../experiments/load/spec';
import { target } from '../k6/fixtures';

const load = (more: Partial<LoadSpec>): { readonly warmup: number; readonly load: LoadSpec } => ({
  warmup: 10,
  load: { driver: 'locust', path: '/heavywork', timeout: 4, stages: [{ rate: 10, duration: 20 }], ...more },
});

test('a rate is made by users with a turn every timeout: nobody misses one', () => {
  // 10 a second, each every 4 s; a ramp from 10 to 25 over 5 s.
  const shape = load({
    stages: [
      { rate: 10, duration: 20 },
      { rate: 25, duration: 5, ramp: 5 },
    ],
  });
  expect(pacingOf(shape)).toBe(4);
  expect(mostUsers(shape)).toBe(100);
  expect(planOf(shape, target)).toMatchObject({
    line: [
      [0, 40],
      [10, 40],
      [30, 40],
      [35, 100],
      [40, 100],
    ],
    seconds: 40,
    most: 100,
    pacing: 4,
    timeout: 4,
    seed: 1,
    reuseConnections: false,
    requests: [{ path: '/heavywork', method: 'GET', weight: 1, headers: {} }],
  });
});

test('more users than the workers can have take their turns more often', () => {
  // 500 a second with a timeout of 4 s would take 2000; a worker has at most 1000.
  const shape = load({ stages: [{ rate: 500, duration: 20 }] });
  expect(pacingOf(shape)).toBe(2);
  expect(mostUsers(shape)).toBe(1000);
  expect(pacingOf(load({ stages: [{ rate: 500, duration: 20 }], generators: 2 }))).toBe(4);
});

test('users are users', () => {
  const plan = planOf(load({ model: 'users', thinkTime: 3, stages: [{ rate: 200, duration: 20 }], seed: 7 }), target);
  expect(plan).toMatchObject({
    line: [
      [0, 200],
      [10, 200],
      [30, 200],
    ],
    most: 200,
    thinkTime: 3,
    seed: 7,
  });
  expect(plan.pacing).toBeUndefined();
});

test('workers: those at the beginning, and the most', () => {
  expect(workersOf(load({}))).toEqual({ least: 1, most: 1 });
  expect(workersOf(load({ generators: 2, locust: { autoscaleWorkers: { max: 5 } } }))).toEqual({ least: 2, most: 5 });
});
