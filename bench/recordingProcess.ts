/** The recording of an experiment, and nothing else, in a process of its own: it tells what CPU it took. */
import { setTimeout as sleep } from 'node:timers/promises';

import { connect } from '../experiments/kube';
import { LoadOutput } from '../experiments/load/merged';
import { progressLine } from '../experiments/load/progress';
import { Journal } from '../experiments/record/journal';
import { Timeline, type Observation } from '../experiments/record/observations';
import { record } from '../experiments/record/recorder';
import type { ExperimentSpec, Target } from '../experiments/types';
import { play } from './loadCluster';

export interface RecordingOrder {
  readonly spec: ExperimentSpec;
  /** Where the load goes. */
  readonly target: Target;
  /** What is watched. */
  readonly watched: Pick<Target, 'workload' | 'autoscaler'>;
  readonly directory: string;
  /** Seconds that are measured. */
  readonly seconds: number;
}

export interface RecordingCost {
  /** Of process and kernel, core-seconds. */
  readonly cpuSeconds: number;
  readonly seconds: number;
  /** Observations by kind, and lines of the load generator. */
  readonly seen: Readonly<Record<string, number>>;
  readonly memoryMegabytes: number;
}

/** Seconds after the load's start at which measuring begins: the code is warm then. */
const WARM = 5;

async function cost({ spec, target, watched, directory, seconds }: RecordingOrder): Promise<RecordingCost> {
  const kube = connect(target.kubeconfig);
  const stop = new AbortController();
  const [timeline, output, journal] = [new Timeline(), new LoadOutput(), new Journal(directory)];
  const seen: Record<string, number> = {};
  const count = (what: string): number => (seen[what] = (seen[what] ?? 0) + 1);
  // As experiments/run.ts does.
  const note = (observation: Observation): void => {
    count(observation.kind);
    timeline.add(observation);
    journal.write(observation);
  };
  const { done } = await record(kube, watched, note, stop.signal);
  const line = (part: { readonly name: string }, text: string): void => {
    count('line');
    journal.writeLog({ driver: 'k6', part: part.name }, text);
  };
  const load = play({ kube, target }, spec, 'load', { signal: stop.signal, output, line });
  // What ends it below is no failure.
  load.catch((error: unknown) => stop.signal.aborted || process.emit('uncaughtException', error as Error));
  while (output.loadStart === null) await sleep(200);
  const { loadStart } = output;
  await sleep(WARM * 1000);
  const progress = setInterval(
    () => process.send?.(progressLine({ spec, loadStart, now: Date.now() }, output, timeline.replicas.at(-1))),
    5000,
  );
  for (const kind of Object.keys(seen)) seen[kind] = 0;
  const [from, before] = [performance.now(), process.cpuUsage()];
  await sleep(seconds * 1000);
  const { user, system } = process.cpuUsage(before);
  const took = (performance.now() - from) / 1000;
  clearInterval(progress);
  stop.abort();
  await done;
  await journal.close();
  return {
    cpuSeconds: (user + system) / 1e6,
    seconds: took,
    seen: { ...seen },
    memoryMegabytes: process.memoryUsage.rss() / 1e6,
  };
}

process.once('message', (order: RecordingOrder) => {
  void cost(order).then((measured) => process.send?.(measured, () => process.exit(0)));
});
