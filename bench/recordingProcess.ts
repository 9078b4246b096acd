/** The recording of an experiment in a process of its own, which tells what CPU it takes. */
import { setTimeout as sleep } from 'node:timers/promises';

import { connect } from '../experiments/kube';
import { Live } from '../experiments/live';
import { loadSchema } from '../experiments/load/schema';
import { LoadOutput } from '../experiments/load/merged';
import { progressLine } from '../experiments/load/progress';
import { Journal } from '../experiments/record/journal';
import { Timeline, type Observation } from '../experiments/record/observations';
import { record } from '../experiments/record/recorder';
import type { ExperimentSpec, Target } from '../experiments/types';
import { hourTarget } from './hour';
import { play } from './loadCluster';

export interface RecordingOrder {
  /** Requests per second. */
  readonly rate: number;
  /** Where the load goes. */
  readonly target: Target;
  /** What is watched. */
  readonly watched: Pick<Target, 'workload' | 'autoscaler'>;
  readonly directory: string;
  /** Of each phase. */
  readonly seconds: number;
}

/** What goes on beside the recording: nothing, what every run has, and a page that somebody looks at. */
const PHASES = ['recording alone', 'with status line and live page', 'with the live page open'] as const;

export interface PhaseCost {
  readonly phase: (typeof PHASES)[number];
  /** Of process and kernel, core-seconds. */
  readonly cpuSeconds: number;
  readonly seconds: number;
}

export interface RecordingCost {
  readonly phases: readonly PhaseCost[];
  /** Observations by kind, and lines of the load generator, a second. */
  readonly seen: Readonly<Record<string, number>>;
  readonly memoryMegabytes: number;
}

/** Seconds after the load's start at which measuring begins: the code is warm then. */
const WARM = 5;

const specOf = (rate: number, duration: number): ExperimentSpec => ({
  ...{ name: 'recording', warmup: 0, cooldown: 0, slos: [] },
  load: loadSchema.parse({ driver: 'k6', path: '/health', timeout: 2, stages: [{ rate, duration }] }),
});

async function cost({ rate, target, watched, directory, seconds }: RecordingOrder): Promise<RecordingCost> {
  const spec = specOf(rate, PHASES.length * seconds + 30);
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
  for (const kind of Object.keys(seen)) seen[kind] = 0;
  const measure = async (phase: PhaseCost['phase']): Promise<PhaseCost> => {
    const [from, before] = [performance.now(), process.cpuUsage()];
    await sleep(seconds * 1000);
    const { user, system } = process.cpuUsage(before);
    return { phase, cpuSeconds: (user + system) / 1e6, seconds: (performance.now() - from) / 1000 };
  };
  const alone = await measure(PHASES[0]);
  const progress = setInterval(
    () => process.send?.(progressLine({ spec, loadStart, now: Date.now() }, output, timeline.replicas.at(-1))),
    1000,
  );
  const live = await Live.start({ failed: (error) => console.error(error) });
  live.began({
    ...{ id: 'bench', stack: 'bench', startedAt: new Date(loadStart).toISOString(), spec, timeline, output },
    target: { ...hourTarget, ...watched },
    series: () => Promise.resolve({}),
  });
  live.step('load');
  const shown = await measure(PHASES[1]);
  process.send?.({ address: live.address });
  const open = await measure(PHASES[2]);
  clearInterval(progress);
  await live.close();
  stop.abort();
  await done;
  await journal.close();
  const all = [alone, shown, open].reduce((sum, phase) => sum + phase.seconds, 0);
  return {
    phases: [alone, shown, open],
    seen: Object.fromEntries(Object.entries(seen).map(([kind, times]) => [kind, times / all])),
    memoryMegabytes: process.memoryUsage.rss() / 1e6,
  };
}

process.once('message', (order: RecordingOrder) => {
  void cost(order).then((measured) => process.send?.(measured, () => process.exit(0)));
});
