import { toRecording } from '../recording';
import { openJournal } from '../remake';
import { replay } from '../replay';
import { writeWhole } from '../report/files';
import { runExperiment, type RunOptions } from '../run';
import type { ExperimentSpec, Result, Target } from '../types';
import { bottleneck } from './analyse';
import { levelsOf } from './levels';
import { bottleneckPage } from './page';
import type { Bottleneck, Level } from './types';

export interface Measured {
  readonly result: Result;
  /** Of the run, with bottleneck.json and bottleneck.html in it. */
  readonly directory: string;
  readonly levels: readonly Level[];
  readonly found: Bottleneck;
}

/** Runs the levels of load (levels.ts) against the services, and says which one to scale first. */
export async function measureBottleneck(spec: ExperimentSpec, target: Target, options: RunOptions): Promise<Measured> {
  const { result, directory } = await runExperiment(spec, target, options);
  return bottleneckOf(result, directory);
}

/** Which service to scale first, from a run that is over: the stages of its load are the levels. */
export async function bottleneckOf(result: Result, directory: string): Promise<Measured> {
  const { entries, head } = openJournal(directory);
  const { timeline, output } = await replay(directory, entries, head);
  const { spec } = head;
  const { services = [] } = head.target;
  const levels = levelsOf(toRecording(spec, timeline, output, timeline.to ?? 0), spec, services);
  const found = bottleneck(levels, services);
  await writeWhole(directory, 'bottleneck.json', `${JSON.stringify({ ...found, levels }, null, 2)}\n`);
  const heading = { stack: result.stack, id: result.id };
  await writeWhole(directory, 'bottleneck.html', bottleneckPage(heading, found, levels, services));
  return { result, directory, levels, found };
}
