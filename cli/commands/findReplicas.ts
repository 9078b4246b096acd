import { join } from 'node:path';
import { DIRECTIONS } from '../../experiments/compare/directions';
import { findReplicas } from '../../experiments/demand/find';
import type { DemandLoad } from '../../experiments/demand/measure';
import { DEMAND_SLIS, isDemandSli } from '../../experiments/demand/outcome';
import { demandPage } from '../../experiments/demand/page';
import { demandResult, demandText } from '../../experiments/demand/result';
import { DEMAND } from '../../experiments/demand/store';
import { Busy } from '../../experiments/exclusive';
import type { ExperimentSpec, Slo } from '../../experiments/types';
import { terminalReport } from '../../toolchain';
import { projectDir } from '../../toolchain/paths';
import { Exit, interrupted } from '../errors';
import { exclusively } from '../exclusively';
import { chosenExperiment } from '../experiment';
import type { Interrupts } from '../interrupts';
import { openPulumi } from '../prepare';
import { stackName } from '../pulumi';
import { VERDICT_CODES } from '../results';
import { readStackFile } from '../stackFile';
import { targetOf } from '../target';

export interface FindReplicasOptions {
  readonly stack: string;
  readonly from: number;
  readonly to: number;
  /** `SLI=BOUND` each. @default those of the stack's own experiment that requests alone tell */
  readonly slo?: readonly string[];
  /** Requests per second. */
  readonly maxRate: number;
  readonly repeats: number;
  /** Share. */
  readonly resolution: number;
  /** Seconds. */
  readonly duration: number;
  readonly settle: number;
  /** What is requested. @default the stack's own */
  readonly experiment?: string;
  readonly config?: readonly string[];
  readonly fresh: boolean;
  readonly json: boolean;
}

/** Finds the highest rate that each number of replicas keeps the objectives at: the demand curve. */
export async function find(options: FindReplicasOptions, interrupts: Interrupts): Promise<void> {
  const stack = stackName(options.stack);
  const { from, to, maxRate, repeats, resolution, duration, settle, fresh } = options;
  if (to < from) throw new Exit(2, `--to ${to} is less than --from ${from}`);
  const spec = chosenExperiment(readStackFile(projectDir, stack), options.experiment, options.config ?? []);
  const slos = objectives(options.slo ?? [], spec);
  const results = join(projectDir, 'results');
  await exclusively(join(results, stack), 'testbed find-replicas', async () => {
    const target = await targetOf(await openPulumi(options.stack, interrupts));
    const { report, end } = terminalReport(process.stderr);
    const { signal } = interrupts;
    const asked = { from, to, slos: [...slos], maxRate, repeats, resolution, duration, settle };
    const found = await findReplicas({
      ...{ asked, load: loadOf(spec), target, stack, resultsDir: results, fresh, signal },
      report: (line) => report(`find-replicas: ${line}`),
    })
      .catch((error: Error) => {
        if (signal.aborted) throw interrupted('Stopped; what is measured is kept. The same command goes on with it.');
        throw error instanceof Busy ? error : new Exit(VERDICT_CODES.invalid, error.message);
      })
      .finally(end);
    const { store, capacities } = found;
    const result = demandResult({ id: store.id, plan: store.plan, kept: store.kept() }, capacities, {
      stack,
      workload: target.workload,
      finishedAt: new Date().toISOString(),
    });
    const text = demandText(result);
    await store.write('summary.txt', `${text}\n`);
    await store.write('report.html', demandPage(result, store.kept()));
    await store.write(DEMAND, `${JSON.stringify(result, null, 2)}\n`);
    const path = join(store.directory, DEMAND);
    console.log(
      options.json
        ? JSON.stringify({ directory: store.directory, result }, null, 2)
        : `${text}\nKept in ${path}\nTo look at: ${join(store.directory, 'report.html')}`,
    );
    if (result.curve.length === 0) throw new Exit(VERDICT_CODES.fail);
  });
}

/** @throws Exit (2) */
export function objectives(asked: readonly string[], { slos }: ExperimentSpec): readonly Slo[] {
  if (asked.length > 0) return asked.map(objective);
  const own = slos.filter(({ sli }) => isDemandSli(sli));
  if (own.length > 0) return own;
  throw new Exit(2, 'The experiment has no objective that a rate can be judged by. Say which: --slo latencyP95=500');
}

function objective(text: string): Slo {
  const [, sli = '', bound = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  const value = Number(bound);
  if (!isDemandSli(sli) || bound.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new Exit(
      2,
      `--slo ${text}: an SLI and its bound, for example latencyP95=500 (ms). SLIs: ${DEMAND_SLIS.join(', ')}`,
    );
  return DIRECTIONS[sli] === 'higher' ? { sli, min: value } : { sli, max: value };
}

/** What the experiment requests, as open-loop load by k6: a capacity is a rate, and virtual users that wait would lower it. */
export function loadOf({ load }: ExperimentSpec): DemandLoad {
  const { path, requests, timeout, reuseConnections, generators } = load;
  return JSON.parse(
    JSON.stringify({ driver: 'k6', path, requests, timeout, reuseConnections, generators }),
  ) as DemandLoad;
}
