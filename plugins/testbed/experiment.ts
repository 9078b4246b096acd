import { join, relative } from 'node:path';
import { withLive } from '../../experiments/live/during';
import { LIVE_VARIABLE } from '../../experiments/live/variable';
import { runExperiment } from '../../experiments/run';
import type { ExperimentSpec, Result, Target } from '../../experiments/types';
import { UNKNOWN, type CallContext, type Properties } from '../rpc/types';
import { changedKeys, plain, text, toValue } from './properties';
import type { ResourceKind } from './resource';
import { STATUS_VARIABLE, thinned } from './status';

const INPUTS = ['stack', 'spec', 'target', 'triggers'];
const OUTPUTS = ['slis', 'slos', 'verdict', 'reasons', 'warnings', 'reactions', 'scaleDowns', 'directory'] as const;
/** The project's folder: results lie below it. */
const ROOT = join(__dirname, '..', '..');

function outputs(inputs: Properties, result: Result, directory: string): Properties {
  const { slis, slos, verdict, reasons, warnings, reactions, scaleDowns } = result;
  const path = relative(ROOT, directory);
  return {
    ...inputs,
    ...(toValue({ slis, slos, verdict, reasons, warnings, reactions, scaleDowns }) as Properties),
    directory: path,
  };
}

async function run(inputs: Properties, context: CallContext): Promise<{ id: string; outs: Properties }> {
  const { env } = process;
  const { result, directory } = await withLive(
    env[LIVE_VARIABLE],
    (message) => context.log('warning', message),
    ({ observer, address }) => {
      // Lines that a terminal replaces and a log keeps; at the end nobody needs them again.
      if (address !== undefined) context.status(`live: ${address}`);
      return runExperiment(plain(inputs['spec']) as ExperimentSpec, plain(inputs['target']) as Target, {
        stack: text(inputs, 'stack'),
        resultsDir: join(ROOT, 'results'),
        report: (message) => context.status(message),
        status: thinned(env[STATUS_VARIABLE], (line) => context.status(line)),
        observer,
        signal: context.signal,
      });
    },
  );
  if (context.signal.aborted) {
    throw new Error(`The experiment was interrupted. What it had recorded is in ${relative(ROOT, directory)}.`);
  }
  return { id: result.id, outs: outputs(inputs, result, directory) };
}

function unknownOutputs(inputs: Properties): Properties {
  return { ...inputs, ...Object.fromEntries(OUTPUTS.map((key) => [key, UNKNOWN])) };
}

/** One run of the experiment; its results stay when it is deleted. */
export const experiment: ResourceKind = {
  diff({ oldInputs, news }) {
    const changed = changedKeys(oldInputs, news).filter((key) => INPUTS.includes(key));
    return Promise.resolve({
      changes: changed.length > 0,
      detailed: Object.fromEntries(changed.map((key) => [key, 'update' as const])),
    });
  },
  async create({ news, preview }, context) {
    return preview ? { id: '', outs: unknownOutputs(news) } : run(news, context);
  },
  async update({ news, preview }, context) {
    return preview ? unknownOutputs(news) : (await run(news, context)).outs;
  },
};
