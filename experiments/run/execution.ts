import type { PrometheusDriver } from 'prometheus-query';
import { removeCopies } from '../demand/replicas';
import { environmentOf, hostEnvironment } from '../environment';
import { connect, messageOf, type Kube } from '../kube';
import { drivers } from '../load/drivers';
import { removeGenerators } from '../load/generator';
import { preflight } from '../preflight';
import { prometheusClient, type Span } from '../record/prometheus';
import { record } from '../record/recorder';
import type { Result, Series } from '../types';
import type { RunContext } from './context';
import { sendLoad } from './load';
import { querySome } from './queries';

/** Milliseconds that cleaning up may take. */
const CLEANUP_TIME = 45_000;

/** One run under way: preflight, load and recording at once, and what must be ended when it is over. */
export class Execution {
  environment: Result['environment'];
  private prometheus: PrometheusDriver | undefined;

  constructor(private readonly run: RunContext) {
    this.environment = hostEnvironment(run.target);
  }

  /** Never rejects: what goes wrong becomes a problem of the recording. @param name of the load generator's objects */
  async execute(name: string): Promise<void> {
    const { target, notes, listeners, signal } = this.run;
    const recording = new AbortController();
    let watching: Promise<void> | undefined;
    let kube: Kube | undefined;
    try {
      kube = connect(target.kubeconfig);
      this.environment = await environmentOf(kube, target, signal);
      notes.journal.write({ kind: 'environment', environment: this.environment });
      const left = await removeGenerators(kube, target.generator.namespace, signal);
      if (left > 0) listeners.report(`removed ${left} load generator(s) that an earlier run had left`);
      if (await removeCopies(kube, target.workload.namespace, signal))
        listeners.report('removed the replicas that a search for the demand had left');

      if (!(await this.preflight(kube))) return;
      const until = AbortSignal.any([recording.signal, signal]);
      watching = (await record(kube, target, (observation) => notes.note(observation), until)).done;
      await sendLoad(kube, this.run, name);
    } catch (error) {
      notes.problem(signal.aborted ? 'The run was interrupted.' : messageOf(error));
    } finally {
      notes.note({ kind: 'end', time: Date.now() });
      recording.abort();
      await watching;
      if (kube) await this.cleanUp(kube);
    }
  }

  /** Some of what Prometheus is asked at the end, for a part of the load; nothing before it can be reached. */
  async series(names: readonly string[], span: Span): Promise<Record<string, Series>> {
    return this.prometheus === undefined ? {} : querySome(this.prometheus, this.run, names, span);
  }

  private async preflight(kube: Kube): Promise<boolean> {
    const { spec, target, notes, listeners, signal } = this.run;
    this.prometheus = await prometheusClient(kube, target.prometheus);
    const options = { report: listeners.report, signal };
    const { problems, warnings } = await preflight(kube, this.prometheus, spec, target, options);
    problems.forEach((problem) => notes.problem(`No load was sent: ${problem}`));
    warnings.forEach((message) => notes.warning(message));
    drivers[spec.load.driver].warnings(spec).forEach((message) => notes.warning(message));
    return problems.length === 0;
  }

  /** The generator's objects go, also after an abort, and also when the run failed before it knew whether they are there. */
  private async cleanUp(kube: Kube): Promise<void> {
    const { target, notes } = this.run;
    try {
      await removeGenerators(kube, target.generator.namespace, AbortSignal.timeout(CLEANUP_TIME));
    } catch (error) {
      notes.warning(`The load generator could not be deleted (${messageOf(error)}); it ends by itself.`);
    }
  }
}
