import { z } from 'zod';
import { bounded, DAY } from './bounded';
import { ConfigError, problemsOf, type Problem } from '../stacks/problems';
import { SLI_NAMES, type SliName } from './slis/definitions';
import { PRESET_NAMES, presets, type PresetName } from './presets';
import { stagesOf } from './load/shape';
import { lineOf } from './shapes/compile';
import { peakOf } from './shapes/line';
import { shapeSchema, type ParsedShape } from './shapes/spec';
import type { ExperimentSpec, Stage } from './types';

const stage = z.strictObject({
  rate: bounded(0, 10_000, 'requests per second'),
  duration: bounded(1, DAY, 's'),
  ramp: bounded(0, DAY, 's').optional(),
});

const load = z.strictObject({
  driver: z.enum(['k6'], { error: 'allowed: k6' }),
  path: z.string().regex(/^\/\S*$/, { error: 'a path on the workload\'s service, for example "/heavywork"' }),
  stages: z
    .array(stage, { error: 'a list of stages, for example [{ rate: 10, duration: 30 }]' })
    .min(1, { error: 'at least one stage, for example { rate: 10, duration: 30 }' })
    .refine((stages) => !stages[0]?.ramp, {
      path: [0, 'ramp'],
      error:
        "none on the first stage: the warm-up runs at that stage's rate already; begin with a stage of rate 0 or 1 for a ramp",
    })
    .refine((stages) => stages.length === 0 || stages.some(({ rate }) => rate > 0), {
      error: 'a rate over 0 in some stage',
    }),
  /** Instead of stages; they are made from it. */
  shape: shapeSchema.optional(),
  timeout: bounded(0.1, 300, 's'),
  reuseConnections: z.boolean({ error: 'true or false' }),
});

const slo = z
  .strictObject({
    sli: z.enum(SLI_NAMES as [SliName, ...SliName[]], { error: `an SLI: ${SLI_NAMES.join(', ')}` }),
    max: z.number({ error: "a number in the SLI's unit" }).optional(),
    min: z.number({ error: "a number in the SLI's unit" }).optional(),
  })
  .refine(({ max, min }) => max !== undefined || min !== undefined, { error: 'max, min or both' })
  .refine(({ max, min }) => max === undefined || min === undefined || min <= max, {
    path: ['min'],
    error: 'at most max',
  });

const experiment = z.strictObject({
  name: z.string().regex(/^[a-zA-Z0-9][\w.-]{0,62}$/, { error: 'letters, digits, ".", "_" and "-", at most 63' }),
  warmup: bounded(0, DAY, 's'),
  cooldown: bounded(0, DAY, 's'),
  load,
  slos: z.array(slo, { error: 'a list of objectives, for example [{ sli: "latencyP95", max: 500 }]' }),
});

/**
 * The experiment from what a user wrote: a preset's name under `preset` (`default` if there is none), and what is to be other than
 * in the preset. Of `load`, single keys can be set; lists replace the preset's.
 * @throws ConfigError with every problem: key, value and what is allowed
 */
export function parseExperiment(value: unknown): ExperimentSpec {
  if (!isObject(value)) {
    throw new ConfigError([{ path: 'experiment', value, allowed: 'an object, for example { preset: "quick" }' }]);
  }
  const { preset = 'default', ...own } = value;
  const problems: Problem[] = [];
  if (!isPreset(preset)) {
    problems.push({ path: 'experiment.preset', value: preset, allowed: `allowed: ${PRESET_NAMES.join(', ')}, none` });
  }
  const base: ExperimentSpec = presets[isPreset(preset) ? preset : 'default'];
  const changed = Object.keys(own).length > 0;
  const whole = {
    ...base,
    ...(changed ? { name: `${base.name}-changed` } : {}),
    ...own,
    load: isObject(own['load']) ? { ...base.load, ...own['load'] } : (own['load'] ?? base.load),
  };
  if (isObject(own['load']) && own['load']['shape'] !== undefined && own['load']['stages'] !== undefined)
    problems.push({ path: 'experiment.load.shape', value: own['load']['shape'], allowed: 'either shape or stages' });
  const parsed = experiment.safeParse(whole);
  if (!parsed.success) problems.push(...problemsOf('experiment', whole, parsed.error));
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  const { load, ...rest } = parsed.data;
  return load.shape === undefined ? parsed.data : { ...rest, load: { ...load, stages: shaped(load.shape) } };
}

/** @throws ConfigError where the shape offers no load */
function shaped(shape: ParsedShape): Stage[] {
  const line = lineOf(shape);
  if (peakOf(line) > 0) return stagesOf(line);
  throw new ConfigError([{ path: 'experiment.load.shape', value: shape, allowed: 'a rate over 0 at some time' }]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPreset(name: unknown): name is PresetName {
  return typeof name === 'string' && Object.hasOwn(presets, name);
}
