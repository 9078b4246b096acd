import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PRESET_NAMES } from '../../../experiments/presets';
import { parseExperiment, withFilesRead } from '../../../experiments/spec';
import { loadSeconds, loadSteps, peakRate } from '../../../experiments/load/shape';
import { ConfigError } from '../../../stacks/problems';

function problemsOf(value: unknown, directory?: string): [string, unknown][] {
  try {
    parseExperiment(value, directory);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ path, value: found }) => [path, found]);
  }
}

const [standard, smoke] = [parseExperiment({ preset: 'default' }), parseExperiment({ preset: 'smoke' })];

describe('an experiment', () => {
  it('is the default preset unless told otherwise', () => {
    expect(parseExperiment({})).toEqual(standard);
    expect(standard.name).toBe('default');
    expect(smoke.load.stages.at(-1)).toEqual({ rate: 30, duration: 35 });
  });

  it('takes single values over the preset, and says that it is changed', () => {
    const stages = [
      { rate: 1, duration: 2 },
      { rate: 3, duration: 4, ramp: 5 },
    ];
    expect(parseExperiment({ preset: 'smoke', cooldown: 0, load: { stages } })).toEqual({
      ...smoke,
      name: 'smoke-changed',
      cooldown: 0,
      load: { ...smoke.load, stages },
    });
    expect(parseExperiment({ name: 'mine', slos: [] }).name).toBe('mine');
  });

  it('names every problem at once: key, value and what is allowed', () => {
    const value = {
      preset: 'smoke',
      warmup: -1,
      cooldown: 'ten',
      load: { path: 'heavywork', stages: [{ rate: 1e9, duration: 0, ramp: 3 }], timeout: 0, driver: 'wrk', speed: 3 },
      slos: [{ sli: 'latency', max: 1 }, { sli: 'latencyP95' }, { sli: 'latencyP95', min: 2, max: 1 }],
    };
    expect(problemsOf(value)).toEqual(
      expect.arrayContaining([
        ['experiment.warmup', -1],
        ['experiment.cooldown', 'ten'],
        ['experiment.load.path', 'heavywork'],
        ['experiment.load.stages[0].rate', 1e9],
        ['experiment.load.stages[0].duration', 0],
        ['experiment.load.timeout', 0],
        ['experiment.load.driver', 'wrk'],
        ['experiment.load.speed', 3],
        ['experiment.slos[0].sli', 'latency'],
      ]),
    );
    expect(() => parseExperiment(value)).toThrow('experiment.warmup is -1: a number from 0 to 86400 (s)');
    expect(() => parseExperiment(value)).toThrow('latencyP50, latencyP90');
    expect(problemsOf({ slos: value.slos.slice(1) }).map(([path]) => path)).toEqual([
      'experiment.slos[0]',
      'experiment.slos[1].min',
    ]);
  });

  it('refuses what makes no sense', () => {
    expect(problemsOf({ load: { stages: [] } })).toEqual([['experiment.load.stages', []]]);
    expect(problemsOf({ load: { stages: [{ rate: 0, duration: 5 }] } })).toHaveLength(1);
    expect(problemsOf({ load: { stages: [{ rate: 1, duration: 5, ramp: 5 }] } })[0]![0]).toBe(
      'experiment.load.stages[0].ramp',
    );
    expect(problemsOf({ preset: 'slow' })).toEqual([['experiment.preset', 'slow']]);
    expect(problemsOf({ laod: {} })).toEqual([['experiment.laod', {}]]);
    expect(problemsOf('fast')).toEqual([['experiment', 'fast']]);
    expect(problemsOf({ load: 5 })).toEqual([['experiment.load', 5]]);
  });
});

describe('a load given as a shape', () => {
  it('becomes stages, and is kept', () => {
    const shape = { kind: 'spike', base: 5, peak: 40, at: 20, rise: 5, hold: 10, fall: 5, duration: 60 };
    const { load } = parseExperiment({ load: { shape } });
    expect(load.stages).toEqual([
      { rate: 5, duration: 20 },
      { rate: 40, ramp: 5, duration: 10 },
      { rate: 5, ramp: 5, duration: 20 },
    ]);
    expect(load.shape).toEqual(shape);
    expect(load.timeout).toBe(standard.load.timeout);
  });

  it('can be a curve, of which each rise is one', () => {
    const shape = { kind: 'sine', mean: 30, amplitude: 20, period: 60, duration: 120 };
    const spec = parseExperiment({ warmup: 10, load: { shape } });
    expect(loadSeconds(spec)).toBeCloseTo(130, 9);
    // From the mean up, from the trough at 45 s up, and from that at 105 s.
    expect(loadSteps(spec).map(({ at }) => at)).toEqual([10, 55, 115].map((at) => expect.closeTo(at, 6) as number));
  });

  it('is refused with stages, with what is wrong in it, and without load', () => {
    const shape = { kind: 'constant', rate: 5, duration: 60 };
    expect(problemsOf({ load: { shape, stages: [{ rate: 1, duration: 1 }] } })).toEqual([
      ['experiment.load.shape', shape],
    ]);
    expect(problemsOf({ load: { shape: { ...shape, rate: -1 } } })).toEqual([['experiment.load.shape.rate', -1]]);
    expect(problemsOf({ load: { shape: { ...shape, rate: 0 } } })[0]![0]).toBe('experiment.load.shape');
  });
});

describe('presets', () => {
  const whole = PRESET_NAMES.map((preset) => [preset, parseExperiment({ preset })] as const);

  it.each(whole)('%s is valid, and named after its file', (name, spec) => {
    expect(spec.name).toBe(name);
    expect(spec.slos.length).toBeGreaterThan(0);
    expect(spec).not.toHaveProperty('description');
  });

  it('keep the times and levels that they promise', () => {
    const { default: usual, smoke, quick, staged, arrivals, recorded, siege } = Object.fromEntries(whole);
    expect(loadSeconds(usual!) + usual!.cooldown).toBeLessThan(225);
    expect(loadSeconds(smoke!) + smoke!.cooldown).toBe(60);
    expect(loadSeconds(quick!) - quick!.warmup).toBe(180);
    expect(quick).toMatchObject({ load: { model: 'users', thinkTime: 3 }, slos: [{ sli: 'latencyP95', max: 700 }] });
    expect(quick!.load.stages.at(-1)!.rate).toBe(200);
    expect(staged!.load.stages.slice(1).map(({ rate, ramp }) => [rate, ramp! / 60])).toEqual([
      [50, 1],
      [150, 1],
      [300, 1],
      [500, 2],
      [800, 2],
      [1200, 3],
      [50, 3],
    ]);
    expect(arrivals!.load.stages.map(({ rate }) => rate)).toEqual([20, 200, 20]);
    expect(peakRate(recorded!)).toBeCloseTo(60, 9);
    expect(loadSeconds(recorded!)).toBeCloseTo(735, 9);
    expect(siege!.load).toMatchObject({ driver: 'siege', stages: [{ rate: 10, duration: 10 }] });
  });
});

describe('a preset of the user', () => {
  const folder = mkdtempSync(join(tmpdir(), 'presets-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const problemsIn = (value: unknown): [string, unknown][] => problemsOf(value, folder);

  it('is a file; what it leaves out is of the preset that it names, or of the default', () => {
    file('mine.yaml', 'preset: smoke\ncooldown: 3\n');
    expect(parseExperiment({ preset: 'mine.yaml' }, folder)).toEqual({ ...smoke, name: 'mine', cooldown: 3 });
    file('short.yaml', 'load: { path: /mine }');
    const changed = parseExperiment({ preset: 'short.yaml', warmup: 1 }, folder);
    const load = { ...standard.load, path: '/mine' };
    expect(changed).toEqual({ ...standard, name: 'short-changed', warmup: 1, load });
  });

  it('can have recorded loads and objectives in files beside it', () => {
    file('load.csv', 'time,rate\n0,4\n10,8\n');
    const slo = (target: string) =>
      `apiVersion: openslo/v1\nkind: SLO\nmetadata: { name: a }\nspec: { budgetingMethod: Occurrences, objectives: [${target}], ` +
      'indicator: { spec: { thresholdMetric: { metricSource: { type: autoscaling-testbed, spec: { sli: latency } } } } } }\n';
    file('slo.yaml', slo('{ op: lte, value: 250, target: 0.9 }'));
    const shape = '{ kind: scaled, rate: 2, of: { kind: recorded, file: load.csv } }';
    file('whole.yaml', `load: { shape: ${shape} }\nsloFile: slo.yaml\n`);
    const spec = parseExperiment({ preset: 'whole.yaml' }, folder);
    expect(spec.load.stages).toEqual([
      { rate: 8, duration: 0 },
      { rate: 16, ramp: 10, duration: 0 },
    ]);
    expect(spec.load.shape).toMatchObject({
      of: {
        file: 'load.csv',
        points: [
          [0, 4],
          [10, 8],
        ],
      },
    });
    expect(spec.slos).toEqual([{ sli: 'latencyP90', max: 250 }]);
    // What is written down of it needs no file.
    const inlined = withFilesRead({ preset: 'whole.yaml' }, folder);
    expect(parseExperiment(inlined)).toEqual(spec);

    file('wrong.yaml', slo('{ op: lte, value: 250, target: 0.8 }'));
    expect(problemsIn({ sloFile: 'wrong.yaml' })).toEqual([['wrong.yaml: SLO a.spec.objectives[0].target', 0.8]]);
    expect(problemsIn({ sloFile: 'slo.yaml', slos: [] })).toEqual([['experiment.sloFile', 'slo.yaml']]);
  });

  it('is refused where a file is not there, no preset, or made from itself', () => {
    file('text.yaml', 'just a text');
    file('loop.yaml', 'preset: loop.yaml');
    file('points.csv', '0,a');
    expect(problemsIn({ preset: 'lost.yaml' })).toEqual([['experiment.preset', 'lost.yaml']]);
    expect(problemsIn({ preset: 'text.yaml' })).toEqual([['experiment.preset', 'text.yaml']]);
    expect(problemsIn({ preset: 'loop.yaml' })).toEqual([['experiment.preset', 'loop.yaml']]);
    for (const name of ['lost.csv', 'points.csv'])
      expect(problemsIn({ load: { shape: { kind: 'recorded', file: name } } })).toEqual([
        ['experiment.load.shape.file', name],
      ]);
  });
});

describe('a scale', () => {
  it('multiplies rates and objectives on rates, and the name says it', () => {
    const slos = [
      { sli: 'servedRate', min: 25 },
      { sli: 'latencyP95', max: 500 },
    ];
    const spec = parseExperiment({ preset: 'smoke', slos, scale: 0.1 });
    expect(spec).toMatchObject({ name: 'smoke-changed-x0.1', scale: 0.1, warmup: 5 });
    expect(spec.load.stages).toEqual([
      { rate: 0.5, duration: 10 },
      { rate: 3, duration: 35 },
    ]);
    expect(spec.slos).toEqual([
      { sli: 'servedRate', min: 2.5 },
      { sli: 'latencyP95', max: 500 },
    ]);
    expect(parseExperiment({ preset: 'smoke', scale: 2 }).name).toBe('smoke-x2');
    expect(parseExperiment({ preset: 'smoke', scale: 1 })).toEqual(smoke);
  });

  it('gives whole virtual users, at least one where there were some', () => {
    const { load } = parseExperiment({ preset: 'staged', scale: 0.015 });
    // 50, 150, 300, ... x 0.015 = 0.75, 2.25, 4.5
    expect(load.stages.map(({ rate }) => rate)).toEqual([1, 1, 2, 5, 8, 12, 18, 1]);
  });

  it('of time stretches the load, and neither warm-up nor cool-down', () => {
    const spec = parseExperiment({ timeScale: 0.5 });
    expect(spec).toMatchObject({ name: 'default-t0.5', timeScale: 0.5, warmup: 15, cooldown: 45 });
    expect(loadSeconds(spec) - 15).toBe((loadSeconds(standard) - 15) / 2);
  });

  it('is refused where the load would be more than can be sent', () => {
    expect(problemsOf({ preset: 'smoke', scale: 1000 })).toEqual([['experiment.scale', 1000]]);
    expect(problemsOf({ preset: 'smoke', timeScale: 9999 })).toEqual([['experiment.timeScale', 9999]]);
    expect(problemsOf({ scale: 0 })).toEqual([['experiment.scale', 0]]);
  });
});
