import { parse } from 'yaml';
import { parseExperiment } from '../experiments/spec';
import type { ExperimentSpec } from '../experiments/types';
import { isSeveral, parseServices } from '../stacks/services';
import { withJourneys } from '../stacks/servicesRules';
import { projectDir } from '../toolchain/paths';
import { Exit, orExit } from './errors';
import { ownKeys } from './pulumi';
import type { StackFile } from './stackFile';

/**
 * The experiment that a command is to run.
 * @param named a preset, or a file with what the key `experiment` may hold. @default the stack's own
 * @param settings what is to be other in it, `experiment.KEY=VALUE` each
 * @throws Exit (2) with all that is wrong
 */
export function chosenExperiment(
  file: StackFile,
  named: string | undefined,
  settings: readonly string[],
): ExperimentSpec {
  const own = ownKeys(file.config ?? {})['experiment'] ?? {};
  const asked = settings.reduce(changed, named === undefined ? own : { preset: named });
  if (isObject(asked) && asked['preset'] === 'none')
    throw new Exit(
      2,
      'The stack has no experiment of its own (experiment.preset is none). Say which: --experiment quick',
    );
  return orExit(() => parseExperiment(withJourneys(asked, servicesOf(file)), projectDir));
}

/** The workload's services, as far as they are valid: what is wrong with them is the update's to say. */
function servicesOf(file: StackFile): ReturnType<typeof parseServices> {
  const workload = ownKeys(file.config ?? {})['workload'];
  return isSeveral(workload) ? parseServices(workload, []) : null;
}

/** The experiment with one key other, as `pulumi config set --path` would. */
function changed(experiment: unknown, setting: string): unknown {
  const [, path, text] = /^experiment\.([^=]+)=(.*)$/s.exec(setting) ?? [];
  if (path === undefined)
    throw new Exit(
      2,
      `--config ${setting}: only keys of the experiment can be changed without an update, as experiment.KEY=VALUE; for others: npm run up -- --config ${setting}`,
    );
  const keys = path.split(/[.[\]]+/).filter((key) => key !== '');
  return withValue(experiment, keys, parse(text ?? ''));
}

function withValue(into: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const index = /^\d+$/.test(key) ? Number(key) : undefined;
  if (Array.isArray(into) && index !== undefined) {
    const list: unknown[] = [...(into as unknown[])];
    list[index] = withValue(list[index], rest, value);
    return list;
  }
  if (into === undefined && index !== undefined) return withValue([], [key, ...rest], value);
  const object = isObject(into) ? into : {};
  return { ...object, [key]: withValue(object[key], rest, value) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
