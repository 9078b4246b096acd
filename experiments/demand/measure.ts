import type { Kube } from '../kube';
import type { Part } from '../load/driver';
import { drivers } from '../load/drivers';
import { followLog } from '../load/follow';
import { LoadGenerator, removeGenerators } from '../load/generator';
import { LoadOutput } from '../load/merged';
import type { LoadSpec, Stage } from '../load/spec';
import type { ExperimentSpec, Slo, Target } from '../types';
import { judge, type Outcome, type Span } from './outcome';
import type { DemandPlan } from './plan';

/** The load of a search, which has no stages before its rates are known. */
export type DemandLoad = Omit<LoadSpec, 'stages' | 'shape'>;

/** How often the rates that are over are looked at, ms. */
const LOOK = 500;
/** Least time from the end of a rate until it is judged while the load goes on, ms. */
const GRACE = 1000;
/** That the removal of the load generator may take, ms. */
const CLEANUP_TIME = 45_000;

export interface Measuring {
  readonly kube: Kube;
  /** With the workload that is to be measured. */
  readonly target: Target;
  readonly load: DemandLoad;
  readonly plan: Pick<DemandPlan, 'duration' | 'settle' | 'slos'>;
  readonly signal: AbortSignal;
}

/**
 * Plays rates one after the other in one go, and judges each by what is sent to it after its first `settle` seconds. It ends early at the first rate
 * that is missed: what comes after it would find its queue.
 * @param warmup seconds at half the first rate before, for pods that are new
 */
export async function measure(
  name: string,
  rates: readonly number[],
  warmup: number,
  { kube, target, load, plan, signal }: Measuring,
): Promise<Outcome[]> {
  const driver = drivers[load.driver];
  const stages = stagesOf(rates, warmup, plan);
  const spec: ExperimentSpec = { name, warmup: 0, cooldown: 0, load: { ...load, stages }, slos: [] };
  const output = new LoadOutput();
  const { namespace, proxy } = target.generator;
  const manifests = driver.manifests({ name, spec, target, now: Date.now() });
  const generator = new LoadGenerator(kube, namespace, manifests, proxy);
  const stop = new AbortController();
  const most = AbortSignal.timeout(
    (stages.reduce((sum, { duration }) => sum + duration, 0) + load.timeout + driver.endSeconds + 90) * 1000,
  );
  const spans = (): Span[] => (output.loadStart === null ? [] : spansOf(rates, output.loadStart, warmup, plan));
  const judged = (some: readonly Span[], slos: readonly Slo[]): Outcome[] => {
    const answered = [...output.since(-Infinity)];
    return some.map((span) => judge(span, answered, slos));
  };
  const early = earlyObjectives(plan.slos, load.timeout);
  let missed: number | undefined;
  const look = (): void => {
    const over = spans().filter(({ to }) => Date.now() >= to + early.wait);
    const index = judged(over, early.slos).findIndex(({ verdict }) => verdict === 'fail');
    if (index < 0) return;
    missed = index;
    stop.abort();
  };
  const looking = setInterval(look, LOOK);
  try {
    await generator.start(signal);
    const following = AbortSignal.any([stop.signal, signal, most]);
    const follow = async (part: Part): Promise<void> => {
      const lines = output.part(part.name);
      await followLog(generator.log(part, following), (line) => driver.parse(line, lines), { signal: following });
      const failure = (await generator.failure(part, signal)) ?? lines.failure;
      if (failure !== undefined) throw new Error(failure);
    };
    await Promise.all(generator.parts.map(follow)).catch((error: unknown) => {
      signal.throwIfAborted();
      // Ended by us where a rate was missed.
      if (missed === undefined) throw most.aborted ? new Error('The load generator did not end in time.') : error;
    });
    if (output.loadStart === null) throw new Error('The load generator never began to send.');
    return upToFirst(judged(spans(), plan.slos), missed);
  } finally {
    clearInterval(looking);
    stop.abort();
    await removeGenerators(kube, namespace, AbortSignal.timeout(CLEANUP_TIME));
  }
}

/**
 * What a rate can be judged by while the load goes on, and how long after its end, ms: by latencies once a request without an answer has missed
 * each of them, by anything else when it has timed out.
 */
function earlyObjectives(slos: readonly Slo[], timeout: number): { slos: readonly Slo[]; wait: number } {
  const latencies = slos.filter(({ sli, max }) => sli.startsWith('latency') && max !== undefined);
  if (latencies.length === 0) return { slos, wait: timeout * 1000 };
  return { slos: latencies, wait: Math.max(GRACE, ...latencies.map(({ max }) => max as number)) };
}

/** The outcomes up to the first that is not kept, which is `missed` where that was seen while the load went on. */
export function upToFirst(outcomes: readonly Outcome[], missed: number | undefined): Outcome[] {
  const index = missed ?? outcomes.findIndex(({ verdict }) => verdict !== 'pass');
  return outcomes.slice(0, index < 0 ? outcomes.length : index + 1);
}

type Times = Pick<DemandPlan, 'duration' | 'settle'>;

export function stagesOf(rates: readonly number[], warmup: number, { duration, settle }: Times): Stage[] {
  const before = warmup > 0 ? [{ rate: (rates[0] as number) / 2, duration: warmup }] : [];
  return [...before, ...rates.map((rate) => ({ rate, duration: settle + duration }))];
}

/** When each rate is measured, Unix ms. */
export function spansOf(
  rates: readonly number[],
  loadStart: number,
  warmup: number,
  { duration, settle }: Times,
): Span[] {
  return rates.map((rate, i) => {
    const to = loadStart + (warmup + (i + 1) * (settle + duration)) * 1000;
    return { rate, from: to - duration * 1000, to };
  });
}
