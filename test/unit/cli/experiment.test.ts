import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chosenExperiment } from '../../../cli/experiment';
import { Exit } from '../../../cli/errors';

const own = (experiment: unknown) => ({ config: { 'autoscaling-testbed:experiment': experiment } });
const codeAndText = (work: () => unknown): [number, string] => {
  try {
    work();
  } catch (error) {
    if (error instanceof Exit) return [error.code, error.message];
  }
  throw new Error('was not refused');
};

it("is the stack's own, or the default where it has none", () => {
  expect(chosenExperiment(own({ preset: 'quick', cooldown: 7 }), undefined, [])).toMatchObject({ cooldown: 7 });
  expect(chosenExperiment({}, undefined, []).name).toBe(chosenExperiment({}, 'default', []).name);
});

it("is a preset or a file instead, and then nothing of the stack's own is in it", () => {
  const folder = mkdtempSync(join(tmpdir(), 'experiment-'));
  try {
    const file = join(folder, 'mine.yaml');
    writeFileSync(file, 'name: mine\nload:\n  path: /mine\n  stages: [{ rate: 3, duration: 4 }]\n');
    expect(chosenExperiment(own({ cooldown: 7 }), file, [])).toMatchObject({
      name: 'mine',
      load: { path: '/mine', stages: [{ rate: 3, duration: 4 }] },
    });
    expect(chosenExperiment(own({ cooldown: 7 }), 'quick', []).cooldown).not.toBe(7);
    writeFileSync(file, 'name: [');
    expect(codeAndText(() => chosenExperiment({}, file, []))).toEqual([2, expect.stringContaining(file)]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it("asks for the path of the stack's own workload, unless it names one", () => {
  const file = { config: { 'autoscaling-testbed:workload': { deployment: 'shop', namespace: 'shops', path: '/buy' } } };
  expect(chosenExperiment(file, 'smoke', []).load.path).toBe('/buy');
  expect(chosenExperiment(file, 'smoke', ['experiment.load.path=/look']).load.path).toBe('/look');
});

it('has the keys that are set on the command line', () => {
  const settings = [
    'experiment.warmup=0',
    'experiment.load.timeout=2.5',
    'experiment.load.stages[0].rate=4',
    'experiment.load.stages[0].duration=5',
    'experiment.slos[0]={ sli: latencyP95, max: 300 }',
    'experiment.slos[0].max=400',
  ];
  const stages = [
    { rate: 1, duration: 1 },
    { rate: 9, duration: 9 },
  ];
  expect(chosenExperiment(own({ load: { path: '/own', stages } }), undefined, settings)).toMatchObject({
    warmup: 0,
    load: { path: '/own', timeout: 2.5, stages: [{ rate: 4, duration: 5 }, stages[1]] },
    slos: [{ sli: 'latencyP95', max: 400 }],
  });
  expect(stages[0]).toEqual({ rate: 1, duration: 1 });
});

it('is refused as wrong usage, with what is wrong', () => {
  expect(codeAndText(() => chosenExperiment({}, 'nowhere', []))).toEqual([2, expect.stringContaining('"nowhere"')]);
  expect(codeAndText(() => chosenExperiment({}, undefined, ['autoscaler=fixed']))).toEqual([
    2,
    expect.stringContaining('npm run up -- --config autoscaler=fixed'),
  ]);
  expect(codeAndText(() => chosenExperiment({}, undefined, ['experiment.warmup=x']))).toEqual([
    2,
    expect.stringContaining('experiment.warmup is "x"'),
  ]);
  expect(codeAndText(() => chosenExperiment(own({ preset: 'none' }), undefined, []))[0]).toBe(2);
});
