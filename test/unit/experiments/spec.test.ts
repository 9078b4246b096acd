import { presets } from '../../../experiments/presets';
import { parseExperiment } from '../../../experiments/spec';
import { loadSeconds, loadSteps } from '../../../experiments/load/shape';
import { ConfigError } from '../../../stacks/problems';

function problemsOf(value: unknown): [string, unknown][] {
  try {
    parseExperiment(value);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ path, value: found }) => [path, found]);
  }
}

describe('an experiment', () => {
  it('is the default preset unless told otherwise', () => {
    expect(parseExperiment({})).toEqual(presets.default);
    expect(parseExperiment({ preset: 'quick' })).toEqual(presets.quick);
  });

  it('takes single values over the preset, and says that it is changed', () => {
    const stages = [
      { rate: 1, duration: 2 },
      { rate: 3, duration: 4, ramp: 5 },
    ];
    expect(parseExperiment({ preset: 'quick', cooldown: 0, load: { stages } })).toEqual({
      ...presets.quick,
      name: 'quick-changed',
      cooldown: 0,
      load: { ...presets.quick.load, stages },
    });
    expect(parseExperiment({ name: 'mine', slos: [] }).name).toBe('mine');
  });

  it('names every problem at once: key, value and what is allowed', () => {
    const value = {
      preset: 'quick',
      warmup: -1,
      cooldown: '10',
      load: { path: 'heavywork', stages: [{ rate: 1e9, duration: 0, ramp: 3 }], timeout: 0, driver: 'siege', speed: 3 },
      slos: [{ sli: 'latency', max: 1 }, { sli: 'latencyP95' }, { sli: 'latencyP95', min: 2, max: 1 }],
    };
    expect(problemsOf(value)).toEqual(
      expect.arrayContaining([
        ['experiment.warmup', -1],
        ['experiment.cooldown', '10'],
        ['experiment.load.path', 'heavywork'],
        ['experiment.load.stages[0].rate', 1e9],
        ['experiment.load.stages[0].duration', 0],
        ['experiment.load.timeout', 0],
        ['experiment.load.driver', 'siege'],
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
    expect(load.timeout).toBe(presets.default.load.timeout);
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
  it.each(Object.values(presets))('$name is valid', (preset) => {
    expect(parseExperiment(preset)).toEqual(preset);
  });

  it('keep the time that they promise', () => {
    const total = (preset: (typeof presets)[keyof typeof presets]) => loadSeconds(preset) + preset.cooldown;
    expect(total(presets.default)).toBeLessThan(225);
    expect(total(presets.quick)).toBe(60);
  });
});
