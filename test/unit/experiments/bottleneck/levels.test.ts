import { levelsOf, rampSpec } from '../../../../experiments/bottleneck/levels';
import { parseExperiment } from '../../../../experiments/spec';
import type { Recording } from '../../../../experiments/types';
import { CHAIN } from './levels';

const spec = rampSpec(parseExperiment({ preset: 'default', load: { path: '/buy' } }), {
  rate: 40,
  levels: 4,
  seconds: 10,
});

test('levels rise evenly to the rate, by arrivals at what the experiment asks for', () => {
  expect(spec).toMatchObject({
    warmup: 5,
    cooldown: 0,
    slos: [],
    load: { driver: 'k6', path: '/buy', timeout: 10 },
  });
  expect(spec.load.stages).toEqual([10, 20, 30, 40].map((rate) => ({ rate, duration: 10 })));
});

test('a level is what its counters say without its first fifth', () => {
  // 10 requests/s up to 15 s (warm-up and first level), 20 afterwards.
  const points = [0, 15, 55].map((s) => [1000 + s * 1000, s <= 15 ? s * 10 : 150 + (s - 15) * 20] as const);
  const recording = {
    loadStart: 1000,
    services: { a: { replicas: [], pods: [], series: { requests: { query: '', unit: '', points } } } },
  } as unknown as Recording;
  const levels = levelsOf(recording, spec, CHAIN);
  expect(levels.map(({ offered, from, to }) => [offered, from, to])).toEqual([
    [10, 8000, 16_000],
    [20, 18_000, 26_000],
    [30, 28_000, 36_000],
    [40, 38_000, 46_000],
  ]);
  expect(levels.map(({ services }) => services['a']?.signals.rate)).toEqual([10, 20, 20, 20]);
  expect(levels[0]?.services).not.toHaveProperty('b');
  expect(levelsOf({ ...recording, loadStart: null }, spec, CHAIN)).toEqual([]);
});
