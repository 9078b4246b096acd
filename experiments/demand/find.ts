import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { oneRun } from '../exclusive';
import { connect } from '../kube';
import { removeGenerators } from '../load/generator';
import { runId } from '../run/id';
import type { Target } from '../types';
import { direct } from './direct';
import { measure, type DemandLoad } from './measure';
import type { Outcome } from './outcome';
import type { DemandPlan } from './plan';
import { removeCopies, Replicas } from './replicas';
import { search, type Ask, type Capacity } from './search';
import { DemandStore } from './store';

/** Seconds of load that new replicas get before they are measured. */
const WARMUP = 5;
/** That removing what was made may take, ms. */
const CLEANUP_TIME = 90_000;

export interface FindOptions {
  /** What is looked for, but for what only the cluster tells. */
  readonly asked: Omit<DemandPlan, 'schema' | 'pods' | 'load'>;
  readonly load: DemandLoad;
  readonly target: Target;
  readonly stack: string;
  /** Results go to `<resultsDir>/<stack>/demand/<id>`. */
  readonly resultsDir: string;
  /** Begin anew, even where a search like this was interrupted. */
  readonly fresh: boolean;
  readonly report: (message: string) => void;
  readonly signal: AbortSignal;
}

export interface Found {
  readonly store: DemandStore;
  readonly capacities: readonly Capacity[];
}

/**
 * Finds the demand curve: for each number of replicas the highest rate that keeps the objectives. The workload is measured in a copy of its
 * Deployment beside it, which no autoscaler knows; at the end, whatever happens, the copy is removed, and all is as it was.
 * @throws Busy while a run on the stack goes on
 */
export async function findReplicas(options: FindOptions): Promise<Found> {
  const { asked, load, stack, resultsDir, signal } = options;
  const target = direct(options.target);
  const directory = join(resultsDir, stack);
  mkdirSync(directory, { recursive: true });
  const id = runId(new Date());
  return oneRun(directory, `find-replicas ${id}`, async () => {
    const kube = connect(target.kubeconfig);
    const replicas = new Replicas(kube, target);
    const pods = await replicas.fingerprint(signal);
    const plan: DemandPlan = { schema: 'autoscaling-testbed/demand-plan/v1', ...asked, load: { ...load }, pods };
    const folder = join(directory, 'demand');
    const before = options.fresh ? undefined : DemandStore.unfinished(folder, plan);
    const store = before ?? (await DemandStore.create(join(folder, id), plan));
    if (before) options.report(`goes on with ${before.id}, which has ${before.kept().length} measurements`);
    await removeGenerators(kube, target.generator.namespace, signal);
    const bench = new Bench({ ...options, target }, plan, kube, replicas);
    try {
      return { store, capacities: await answered(store, plan, (ask) => bench.answer(ask)) };
    } finally {
      await removeCopies(kube, target.workload.namespace, AbortSignal.timeout(CLEANUP_TIME));
    }
  });
}

/** Answers the search's questions: with what is kept, as long as there is any, and then by measurements, which are kept at once. */
export async function answered(
  store: DemandStore,
  plan: DemandPlan,
  ask: (question: Ask) => Promise<Outcome[]>,
): Promise<Capacity[]> {
  const kept = store.kept();
  const steps = search(plan);
  for (let step = steps.next(); ;) {
    if (step.done) return step.value;
    const { replicas, rates } = step.value;
    const before = kept.shift();
    if (before !== undefined && JSON.stringify([before.replicas, before.rates]) !== JSON.stringify([replicas, rates]))
      throw new Error(
        `The measurements in ${store.directory} are of another search than is made today: --fresh begins anew.`,
      );
    let outcomes = before?.outcomes;
    if (outcomes === undefined) {
      outcomes = await ask(step.value);
      await store.add({ at: new Date().toISOString(), replicas, rates, outcomes });
    }
    step = steps.next(outcomes);
  }
}

/** The replicas that are measured, and what has to be known of them. */
class Bench {
  private replicas = 0;
  /** Highest rate that was kept with this number of replicas. */
  private kept = 0;
  /** When the queues are empty again, Unix ms. */
  private drained = 0;

  constructor(
    private readonly options: FindOptions,
    private readonly plan: DemandPlan,
    private readonly kube: ReturnType<typeof connect>,
    private readonly copy: Replicas,
  ) {}

  async answer({ replicas, rates }: Ask): Promise<Outcome[]> {
    const { signal, report } = this.options;
    const words = (what: string): string => `${replicas} ${replicas === 1 ? 'replica' : 'replicas'}: ${what}`;
    // Now, and not after the measurement: what is measured is kept before anything else.
    await sleep(Math.max(0, this.drained - Date.now()), undefined, { signal });
    const isNew = replicas !== this.replicas;
    if (isNew) {
      report(words('starting'));
      if (this.replicas === 0) await this.copy.create(signal);
      await this.copy.scale(replicas, signal);
      [this.replicas, this.kept] = [replicas, 0];
    }
    report(words(`sending ${rates.join(', ')}/s`));
    const target = { ...this.options.target, workload: this.copy.workload };
    const { load } = this.options;
    const name = `demand-${runId(new Date())}`;
    const measuring = { kube: this.kube, target, load, plan: this.plan, signal };
    const outcomes = await measure(name, rates, isNew ? WARMUP : 0, measuring);
    report(words(outcomes.map(({ rate, verdict }) => `${rate}/s ${WORDS[verdict]}`).join(', ')));
    this.remember(outcomes);
    return outcomes;
  }

  /**
   * Notes how long what a rate over the capacity has left in the queues takes to be worked off, so that the next measurement does not find it: the queue
   * grew by what came over the capacity, which is at least the highest rate that was kept.
   */
  private remember(outcomes: readonly Outcome[]): void {
    for (const { rate, verdict } of outcomes) if (verdict === 'pass') this.kept = Math.max(this.kept, rate);
    const last = outcomes.at(-1);
    if (last === undefined || last.verdict === 'pass') return;
    const sent = this.plan.settle + this.plan.duration;
    const over = this.kept === 0 ? 1 : Math.min(1, last.rate / this.kept - 1);
    this.drained = Date.now() + over * sent * 1000;
  }
}

const WORDS = { pass: 'kept', fail: 'missed', invalid: 'could not be sent' } as const;
