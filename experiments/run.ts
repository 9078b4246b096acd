import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PrometheusDriver } from 'prometheus-query';
import { environmentOf, hostEnvironment } from './environment';
import { removeCopies } from './demand/replicas';
import { oneRun } from './exclusive';
import { connect, messageOf, type Kube } from './kube';
import { followLog } from './load/follow';
import type { Driver, Page, Part } from './load/driver';
import { drivers } from './load/drivers';
import { LoadGenerator, removeGenerators } from './load/generator';
import { LoadOutput } from './load/merged';
import { showPage } from './load/page';
import { clock, progressLine } from './load/progress';
import { loadSeconds } from './load/shape';
import { guarded, type RunObserver } from './observer';
import { preflight } from './preflight';
import { Journal } from './record/journal';
import { Timeline, type Observation } from './record/observations';
import { prometheusClient, queries, rangeSeries, servedSeries, type Span } from './record/prometheus';
import { record } from './record/recorder';
import { clockWarning, toRecording } from './recording';
import { finishInterrupted } from './recover';
import { writeResults } from './report';
import { queryService } from './services/query';
import { analyse } from './slis';
import type { ExperimentSpec, Result, Series, Target } from './types';

export interface RunOptions {
  /** Results go to `<resultsDir>/<stack>/<run id>`. */
  readonly stack: string;
  readonly resultsDir: string;
  /** Takes a line about what is going on. */
  readonly report: (message: string) => void;
  /** Takes the line about the load, once a second; it stands for the one before. @default `report` takes it every ten seconds */
  readonly status?: (line: string) => void;
  /** Looks on while the run happens. Its errors are told to `report`, and change nothing. */
  readonly observer?: RunObserver;
  /** Interrupts the run: the load ends, what was recorded is kept, and the verdict is invalid. */
  readonly signal?: AbortSignal;
}

/** Milliseconds that cleaning up may take. */
const CLEANUP_TIME = 45_000;
/** Seconds between lines about the load that do not replace each other. */
const LINE_SECONDS = 10;
/** Prometheus must scrape once more before it is asked. Seconds after the load's last request. */
const LAST_SCRAPE = 10;

/**
 * Runs the experiment against the target: preflight, load and recording at once, cool-down, queries, SLIs. Whatever goes wrong is named
 * in the result, which is invalid then; it throws only if the results cannot be written.
 * @throws Busy while another run on the stack goes on, in whatever process
 */
export async function runExperiment(spec: ExperimentSpec, target: Target, options: RunOptions): Promise<Finished> {
  const startedAt = new Date();
  const stackDirectory = join(options.resultsDir, options.stack);
  mkdirSync(stackDirectory, { recursive: true });
  const id = runId(startedAt);
  return oneRun(stackDirectory, `run ${id}`, () => runAlone(spec, target, options, { id, startedAt, stackDirectory }));
}

interface Finished {
  readonly result: Result;
  /** Of its results. */
  readonly directory: string;
}

interface Start {
  readonly id: string;
  readonly startedAt: Date;
  readonly stackDirectory: string;
}

async function runAlone(
  spec: ExperimentSpec,
  target: Target,
  options: RunOptions,
  { id, startedAt, stackDirectory }: Start,
): Promise<Finished> {
  const { stack, status } = options;
  const observer = guarded(options.observer, (error) =>
    options.report(`Nobody looks on any more: ${messageOf(error)}`),
  );
  const report = (message: string): void => {
    observer.said(message);
    options.report(message);
  };
  await finishInterrupted(stackDirectory, report);
  const directory = join(stackDirectory, id);
  const run = new Run(spec, target, new Journal(directory), { report, status, observer }, options.signal);
  // By name, so that the kubeconfig cannot slip in.
  const { workload, autoscaler, services, prometheus, generator } = target;
  const shown = { workload, autoscaler, ...(services && { services }), prometheus, generator };
  run.journal.write({
    kind: 'run',
    id,
    stack,
    startedAt: startedAt.toISOString(),
    spec,
    target: shown,
    pid: process.pid,
  });

  observer.began({
    ...{ id, stack, spec, target: shown, startedAt: startedAt.toISOString() },
    ...{ timeline: run.timeline, output: run.output },
    series: (names, span) => run.series(names, span),
  });

  await run.execute(`load-${id}`);
  const endedAt = new Date();
  const recording = toRecording(spec, run.timeline, run.output, endedAt.getTime());
  const result = analyse(recording, spec, target, {
    id,
    stack,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    environment: run.environment,
  });
  await run.journal.close();
  await writeResults(directory, result, recording);
  await observer.over(result, directory);
  return { result, directory };
}

/** Sorts by time, and is fit for a Kubernetes name: `20261123-083225-3fa9`. */
export function runId(time: Date): string {
  const [date, clockTime] = time.toISOString().slice(0, 19).replace(/[-:]/g, '').split('T');
  return `${date}-${clockTime}-${randomBytes(2).toString('hex')}`;
}

/** Who is told of a run. */
interface Listeners extends Pick<RunOptions, 'report' | 'status'> {
  readonly observer: RunObserver;
}

/** One run under way: what it has seen so far, and what must be ended when it is over. */
class Run {
  readonly timeline = new Timeline();
  readonly output = new LoadOutput();
  private readonly driver: Driver;
  environment: Result['environment'];
  private readonly signal: AbortSignal;
  private prometheus: PrometheusDriver | undefined;

  constructor(
    private readonly spec: ExperimentSpec,
    private readonly target: Target,
    readonly journal: Journal,
    private readonly listeners: Listeners,
    signal?: AbortSignal,
  ) {
    this.signal = signal ?? new AbortController().signal;
    this.driver = drivers[spec.load.driver];
    this.environment = hostEnvironment(target);
  }

  /** Never rejects: what goes wrong becomes a problem of the recording. */
  async execute(name: string): Promise<void> {
    const recording = new AbortController();
    let watching: Promise<void> | undefined;
    let kube: Kube | undefined;
    try {
      kube = connect(this.target.kubeconfig);
      this.environment = await environmentOf(kube, this.target, this.signal);
      this.journal.write({ kind: 'environment', environment: this.environment });
      const left = await removeGenerators(kube, this.target.generator.namespace, this.signal);
      if (left > 0) this.listeners.report(`removed ${left} load generator(s) that an earlier run had left`);
      if (await removeCopies(kube, this.target.workload.namespace, this.signal))
        this.listeners.report('removed the replicas that a search for the demand had left');

      if (!(await this.preflight(kube))) return;
      const signal = AbortSignal.any([recording.signal, this.signal]);
      watching = (await record(kube, this.target, (observation) => this.note(observation), signal)).done;
      await this.load(kube, name);
    } catch (error) {
      this.problem(this.signal.aborted ? 'The run was interrupted.' : messageOf(error));
    } finally {
      this.note({ kind: 'end', time: Date.now() });
      recording.abort();
      await watching;
      if (kube) await this.cleanUp(kube);
    }
  }

  private async preflight(kube: Kube): Promise<boolean> {
    this.prometheus = await prometheusClient(kube, this.target.prometheus);
    const { problems, warnings } = await preflight(kube, this.prometheus, this.spec, this.target, {
      report: this.listeners.report,
      signal: this.signal,
    });
    problems.forEach((problem) => this.problem(`No load was sent: ${problem}`));
    warnings.forEach((message) => this.warning(message));
    this.driver.warnings(this.spec).forEach((message) => this.warning(message));
    return problems.length === 0;
  }

  /** Sends the load, and goes on recording until the cool-down is over. */
  private async load(kube: Kube, name: string): Promise<void> {
    const { spec, target } = this;
    const { report, observer } = this.listeners;
    observer.step('load');
    const seconds = loadSeconds(spec);
    report(`load of ${clock(seconds)} begins, then ${clock(spec.cooldown)} of cool-down`);
    const manifests = this.driver.manifests({ name, spec, target, now: Date.now() });
    const generator = new LoadGenerator(kube, target.generator.namespace, manifests);
    await generator.start(this.signal);
    const page = await this.show(kube, manifests.page, report);
    let ticks = 0;
    const progress = setInterval(() => this.progress(++ticks), 1000);
    try {
      await this.follow(generator, seconds);
      const { loadStart } = this.output;
      if (loadStart === null) throw new Error('The load generator never began to send.');
      const until = Math.max(loadStart + (seconds + spec.cooldown) * 1000, this.lastRequest + LAST_SCRAPE * 1000);
      await sleep(Math.max(0, until - Date.now()), undefined, { signal: this.signal });
    } finally {
      clearInterval(progress);
      page?.close();
      observer.step('queries');
      // What Prometheus has is worth having too when the run was cut short, but nobody waits for it then.
      if (this.output.loadStart !== null && !this.signal.aborted) await this.query(kube, this.output.loadStart);
    }
  }

  private async show(kube: Kube, page: Page | undefined, report: (message: string) => void) {
    if (page === undefined) return undefined;
    const shown = await showPage(kube, this.target.generator.namespace, page);
    report(`${page.name}: ${shown.url}`);
    return shown;
  }

  /** Takes in the output of all parts until they have ended; throws if one did not end well. */
  private async follow(generator: LoadGenerator, seconds: number): Promise<void> {
    const stop = new AbortController();
    const most = seconds + this.spec.load.timeout + generator.extraSeconds + this.driver.endSeconds;
    const timer = setTimeout(() => stop.abort(), most * 1000);
    const signal = AbortSignal.any([stop.signal, this.signal]);
    try {
      await Promise.all(generator.parts.map((part) => this.followPart(generator, part, signal)));
    } catch (error) {
      if (!stop.signal.aborted || this.signal.aborted) throw error;
      throw new Error(`The load generator did not end within ${Math.round(most)} s.`, { cause: error });
    } finally {
      clearTimeout(timer);
      stop.abort();
    }
  }

  private async followPart(generator: LoadGenerator, part: Part, signal: AbortSignal): Promise<void> {
    // Each part is known from its beginning: the load has a summary only when all have one.
    this.output.part(part.name);
    const take = (line: string, stamp: string): void =>
      this.take(part, this.driver.stamped === true ? `${stamp} ${line}` : line);
    await followLog(generator.log(part, signal), take, {
      signal,
      interrupted: (error) => this.warning(`The load generator's log was read on after a break (${messageOf(error)}).`),
    });
    const failure = this.output.part(part.name).failure ?? (await generator.failure(part, this.signal));
    if (failure !== undefined) throw new Error(failure);
  }

  private take(part: Part, line: string): void {
    this.journal.writeLog({ driver: this.driver.name, part: part.name }, line);
    const before = this.output.loadStart;
    this.driver.parse(line, this.output.part(part.name));
    const { loadStart } = this.output;
    if (before !== null || loadStart === null) return;
    const warning = clockWarning(loadStart, Date.now());
    if (warning !== undefined) this.warning(warning);
  }

  private get lastRequest(): number {
    return this.output.lastEnd ?? Date.now();
  }

  private async query(kube: Kube, loadStart: number): Promise<void> {
    const { workload } = this.target;
    const pods = this.timeline.pods().map(({ name }) => name);
    const span = { from: loadStart, to: Date.now() };
    const prometheus = await prometheusClient(kube, this.target.prometheus);
    const keep = (name: string, series: Series): void => this.note({ kind: 'series', time: span.to, name, series });
    const { servedCounter, namespace } = workload;
    const asked = Object.entries(queries(namespace, pods)).map(async ([name, query]) =>
      keep(name, await rangeSeries(prometheus, query, span, this.signal)),
    );
    if (servedCounter !== undefined) {
      const served = servedSeries(prometheus, { namespace, servedCounter }, pods, span, this.signal);
      asked.push(served.then((series) => keep('servedTotal', series)));
    }
    for (const { name: service } of this.target.services ?? []) {
      const own = this.timeline.services.get(service)?.pods() ?? [];
      const found = queryService(
        prometheus,
        namespace,
        own.map((pod) => pod.name),
        span,
        this.signal,
      );
      const note = (name: string, series: Series): void =>
        this.note({ kind: 'series', time: span.to, service, name, series });
      asked.push(found.then((all) => Object.entries(all).forEach(([name, series]) => note(name, series))));
    }
    await Promise.all(asked);
  }

  /** Some of what is asked at the end, for a part of the load. */
  async series(names: readonly string[], span: Span): Promise<Record<string, Series>> {
    const { prometheus } = this;
    if (prometheus === undefined) return {};
    const pods = this.timeline.pods().map(({ name }) => name);
    const asked = Object.entries(queries(this.target.workload.namespace, pods))
      .filter(([name]) => names.includes(name))
      .map(async ([name, query]) => [name, await rangeSeries(prometheus, query, span, this.signal)] as const);
    return Object.fromEntries(await Promise.all(asked));
  }

  private progress(second: number): void {
    const { loadStart } = this.output;
    const { report, status } = this.listeners;
    if (loadStart === null || (status === undefined && second % LINE_SECONDS !== 0)) return;
    const line = progressLine(
      { spec: this.spec, loadStart, now: Date.now() },
      this.output,
      this.timeline.replicas.at(-1),
    );
    (status ?? report)(line);
  }

  /** The generator's objects go, also after an abort, and also when the run failed before it knew whether they are there. */
  private async cleanUp(kube: Kube): Promise<void> {
    try {
      await removeGenerators(kube, this.target.generator.namespace, AbortSignal.timeout(CLEANUP_TIME));
    } catch (error) {
      this.warning(`The load generator could not be deleted (${messageOf(error)}); it ends by itself.`);
    }
  }

  private note(observation: Observation): void {
    this.timeline.add(observation);
    this.journal.write(observation);
  }

  private problem(message: string): void {
    this.note({ kind: 'problem', time: Date.now(), message });
  }

  private warning(message: string): void {
    this.note({ kind: 'warning', time: Date.now(), message });
  }
}
