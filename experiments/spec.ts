import { z } from 'zod';
import { bounded, DAY } from './bounded';
import { ConfigError, problemsOf, understood, type Problem } from '../stacks/problems';
import { demandSchema } from './demand/curve';
import { pricesSchema } from './prices';
import { SLI_NAMES, type SliName } from './slis/definitions';
import { readyPreset, withoutFiles } from './files';
import { changed, isObject } from './layers';
import { drivers } from './load/drivers';
import { loadSchema } from './load/schema';
import { PRESET_NAMES } from './presets';
import { beyond, scaled } from './scale';
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

const factor = bounded(0.0001, 10_000, 'factor').optional();

/** An experiment, its preset applied and its files read. */
export const experimentSchema = z.strictObject({
  scale: factor,
  timeScale: factor,
  name: z.string().regex(/^[a-zA-Z0-9][\w.-]{0,62}$/, { error: 'letters, digits, ".", "_" and "-", at most 63' }),
  warmup: bounded(0, DAY, 's'),
  cooldown: bounded(0, DAY, 's'),
  load: loadSchema,
  slos: z.array(slo, { error: 'a list of objectives, for example [{ sli: "latencyP95", max: 500 }]' }),
  demand: demandSchema.optional(),
  prices: pricesSchema.optional(),
});

/**
 * The experiment from what a user wrote: a preset under `preset` (a name, or the path of a file; `default` if there is none), and what is to be
 * other than in the preset. Of `load`, single keys can be set; lists replace the preset's. `scale` and `timeScale` fit it to the machine.
 * @param directory that the paths of files count from; default: where the process runs
 * @throws ConfigError with every problem: key, value and what is allowed
 */
export function parseExperiment(value: unknown, directory = '.'): ExperimentSpec {
  if (!isObject(value)) {
    throw new ConfigError([{ path: 'experiment', value, allowed: 'an object, for example { preset: "smoke" }' }]);
  }
  const problems: Problem[] = [];
  const { preset = 'default', ...own } = withoutFiles(value, directory, problems);
  const ready = PRESET_NAMES.find((name) => name === preset);
  if (ready === undefined) {
    const allowed = `allowed: ${PRESET_NAMES.join(', ')}, none, or the path of a file that ends with .yaml`;
    problems.push({ path: 'experiment.preset', value: preset, allowed });
  }
  const { description, ...whole } = changed(readyPreset(ready ?? 'default', problems), own, problems);
  if (description !== undefined && typeof description !== 'string')
    problems.push({ path: 'experiment.description', value: description, allowed: 'text' });
  const parsed = understood(experimentSchema, whole);
  if (!parsed.success) problems.push(...problemsOf('experiment', whole, parsed.error));
  if (problems.length > 0 || !parsed.success) throw new ConfigError(problems);
  const { scale, timeScale, ...rest } = parsed.data;
  const spec = scaled(rest, { scale, timeScale });
  const excess = beyond(spec);
  if (excess.length > 0) throw new ConfigError(excess);
  refuse(spec);
  return spec;
}

/** The experiment as it was written, with the content of its files: what it means later does not depend on them. */
export function withFilesRead(value: unknown, directory: string): unknown {
  if (!isObject(value)) return value;
  const problems: Problem[] = [];
  const whole = withoutFiles(value, directory, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return whole;
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
