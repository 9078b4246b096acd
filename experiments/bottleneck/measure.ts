import { toRecording } from '../recording';
import { openJournal } from '../remake';
import { replay } from '../replay';
import { writeWhole } from '../report/files';
import { runExperiment, type RunOptions } from '../run';
import type { ExperimentSpec, Result, Target } from '../types';
import type { SignalSource } from '../services/types';
import { judge, type Judged } from './judge';
import { bottleneckPage } from './page';

export interface Measured extends Judged {
  readonly result: Result;
  /** Of the run, with bottleneck.json and bottleneck.html in it. */
  readonly directory: string;
}

/** Runs the levels of load (levels.ts) against the services, and says which one to scale first. */
export async function measureBottleneck(
  spec: ExperimentSpec,
  target: Target,
  { signals, ...options }: RunOptions & Asked,
): Promise<Measured> {
  const { result, directory } = await runExperiment(spec, target, options);
  return bottleneckOf(result, directory, signals);
}

export interface Asked {
  /** Whose signals. @default experiments/services/source.ts chooses */
  readonly signals?: SignalSource;
}

/** Which service to scale first, from a run that is over: the stages of its load are the levels. */
export async function bottleneckOf(result: Result, directory: string, signals?: SignalSource): Promise<Measured> {
  const { entries, head } = openJournal(directory);
  const { timeline, output } = await replay(directory, entries, head);
  const { spec } = head;
  const { services = [] } = head.target;
  const judged = judge(toRecording(spec, timeline, output, timeline.to ?? 0), spec, services, signals);
  const { found, levels, graph } = judged;
  await writeWhole(directory, 'bottleneck.json', `${JSON.stringify({ ...found, levels }, null, 2)}\n`);
  const heading = { stack: result.stack, id: result.id };
  await writeWhole(directory, 'bottleneck.html', bottleneckPage(heading, found, levels, graph));
  return { result, directory, ...judged };
}
