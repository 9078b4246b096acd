import { z } from 'zod';
import { bounded, DAY } from './bounded';
import { ConfigError, problemsOf, type Problem } from '../stacks/problems';
import { SLI_NAMES, type SliName } from './slis/definitions';
import { PRESET_NAMES, presets, type PresetName } from './presets';
import { drivers } from './load/drivers';
import { ALTERNATIVES, loadSchema, type LoadSpec } from './load/spec';
import type { ExperimentSpec } from './types';

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
  load: loadSchema,
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
    load: isObject(own['load']) ? changedLoad(base.load, own['load'], problems) : (own['load'] ?? base.load),
  };
  const parsed = experiment.safeParse(whole);
  if (!parsed.success) problems.push(...problemsOf('experiment', whole, parsed.error));
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  refuse(parsed.data);
  return parsed.data;
}

/** The preset's load with what the user sets; of keys that say the same in two ways, the user's. */
function changedLoad(base: LoadSpec, own: Record<string, unknown>, problems: Problem[]): Record<string, unknown> {
  const kept: Record<string, unknown> = { ...base };
  for (const keys of ALTERNATIVES) {
    const [key, ...others] = keys.filter((name) => own[name] !== undefined);
    if (key === undefined) continue;
    keys.forEach((name) => delete kept[name]);
    others.forEach((other) =>
      problems.push({ path: `experiment.load.${other}`, value: own[other], allowed: `either ${other} or ${key}` }),
    );
  }
  return { ...kept, ...own };
}

/** @throws ConfigError with what the load's driver cannot do */
function refuse({ load, warmup }: ExperimentSpec): void {
  const refusals = drivers[load.driver].refuse(load, warmup);
  if (refusals.length === 0) return;
  throw new ConfigError(
    refusals.map(({ key, allowed }) => ({
      path: `experiment.load.${key}`,
      value: (load as unknown as Readonly<Record<string, unknown>>)[key],
      allowed,
    })),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPreset(name: unknown): name is PresetName {
  return typeof name === 'string' && Object.hasOwn(presets, name);
}
