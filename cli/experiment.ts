import { parse } from 'yaml';
import { parseExperiment, withFilesRead } from '../experiments/spec';
import type { ExperimentSpec } from '../experiments/types';
import { withPath } from '../stacks/ownMetrics';
import { isSeveral, parseServices } from '../stacks/services';
import { withJourneys } from '../stacks/servicesRules';
import { isOwn, parseOwn } from '../stacks/workload';
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
  return orExit(() => parseExperiment(toWorkload(withFilesRead(asked, projectDir), file)));
}

/** The experiment with the paths of the stack's workload, as far as that is valid: what is wrong with it is the update's to say. */
function toWorkload(experiment: unknown, file: StackFile): unknown {
  const workload = ownKeys(file.config ?? {})['workload'];
  if (isOwn(workload)) return withPath(experiment, parseOwn(workload, []));
  return withJourneys(experiment, isSeveral(workload) ? parseServices(workload, []) : null);
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
