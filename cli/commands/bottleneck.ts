import { join } from 'node:path';
import { confirmation } from '../../experiments/bottleneck/confirmation';
import { rampSpec } from '../../experiments/bottleneck/levels';
import { bottleneckOf, measureBottleneck, type Measured } from '../../experiments/bottleneck/measure';
import { scaleByOne } from '../../experiments/bottleneck/scale';
import { bottleneckText } from '../../experiments/bottleneck/text';
import type { Bottleneck } from '../../experiments/bottleneck/types';
import { Busy } from '../../experiments/exclusive';
import { connect } from '../../experiments/kube';
import { peakRate } from '../../experiments/load/shape';
import { servicesIn } from '../../experiments/services/deployments';
import type { SignalSource } from '../../experiments/services/types';
import type { Target } from '../../experiments/types';
import { terminalReport } from '../../toolchain';
import { projectDir } from '../../toolchain/paths';
import { Exit, exitCodeOf } from '../errors';
import { exclusively } from '../exclusively';
import { chosenExperiment } from '../experiment';
import type { Interrupts } from '../interrupts';
import { openPulumi } from '../prepare';
import { stackName } from '../pulumi';
import { VERDICT_CODES } from '../results';
import { findRun } from '../runs';
import { readStackFile } from '../stackFile';
import { targetOf } from '../target';

export interface BottleneckOptions {
  readonly stack: string;
  /** Highest rate, requests per second. @default the peak of the stack's own experiment */
  readonly rate?: number;
  readonly levels: number;
  /** Of each level. @default 10; by the mesh 30 */
  readonly seconds?: number;
  /** Whose signals. @default experiments/services/source.ts chooses */
  readonly signals?: SignalSource;
  /** Scale the named service by one and measure again. */
  readonly confirm: boolean;
  /** A run that is over, its folder or id, to be looked at instead of driving load. */
  readonly run?: string;
  readonly json: boolean;
}

/** Of a level, s: at least, and where nobody says. */
const LENGTHS = {
  app: { shortest: 7, usual: 10, why: 'the services are looked at every five seconds' },
  mesh: { shortest: 20, usual: 30, why: 'CPU is looked at every 10 to 15 s' },
} as const;

/** Drives levels of rising load at the services and says which one to scale first; gives the exit code. */
export async function bottleneck(options: BottleneckOptions, interrupts: Interrupts): Promise<number> {
  const stack = stackName(options.stack);
  if (options.run !== undefined) return ofRun(stack, options.run, options);
  const { signals } = options;
  const { shortest, usual, why } = LENGTHS[signals ?? 'app'];
  const seconds = options.seconds ?? usual;
  if (seconds < shortest) throw new Exit(2, `--seconds ${seconds}: at least ${shortest}, because ${why}.`);
  const own = chosenExperiment(readStackFile(projectDir, stack), undefined, []);
  const spec = rampSpec(own, { ...options, seconds, rate: options.rate ?? peakRate(own) });
  const resultsDir = join(projectDir, 'results');
  return exclusively(join(resultsDir, stack), 'testbed bottleneck', async () => {
    const target = await withServices(await targetOf(await openPulumi(options.stack, interrupts)), signals);
    severalIn(target, stack, signals);
    const { signal } = interrupts;
    const { report, end } = terminalReport(process.stderr);
    const measure = (what: string) =>
      measureBottleneck(spec, target, {
        stack,
        resultsDir,
        signal,
        signals,
        report: (line) => report(`${what}: ${line}`),
      }).catch((error: Error) => {
        throw error instanceof Busy ? error : new Exit(VERDICT_CODES.invalid, error.message);
      });
    try {
      const first = await measure('bottleneck');
      const again =
        options.confirm && sound(first) ? await confirmed(first.found, target, () => measure('confirm')) : null;
      end();
      print(first, again, options.json);
      if (signal.aborted) return exitCodeOf('SIGINT');
      return sound(first) && (again === null || sound(again)) ? 0 : VERDICT_CODES.invalid;
    } finally {
      end();
    }
  });
}

/** What a run that is over says. */
async function ofRun(stack: string, named: string, { confirm, json, signals }: BottleneckOptions): Promise<number> {
  if (confirm) throw new Exit(2, '--confirm measures again, and --run does not measure: one of them.');
  const { result, directory } = findRun(projectDir, stack, named);
  severalIn(result.target, stack, signals);
  const measured = await bottleneckOf(result, directory, signals);
  print(measured, null, json);
  return sound(measured) ? 0 : VERDICT_CODES.invalid;
}

/** With the services that the mesh tells of, where the testbed made only one: the Deployments of its namespace. */
async function withServices(target: Target, signals: SignalSource | undefined): Promise<Target> {
  if (signals !== 'mesh' || target.services !== undefined) return target;
  return { ...target, services: await servicesIn(connect(target.kubeconfig), target) };
}

/** @throws Exit (2) where the workload is one service; the mesh sees whom it calls */
function severalIn({ services = [] }: Pick<Target, 'services'>, stack: string, signals?: SignalSource): void {
  if (services.length > (signals === 'mesh' ? 0 : 1)) return;
  throw new Exit(
    2,
    `The workload of stack ${stack} is one service. With several: npm run up -- --stack ${stack} --config workload.graph=chain; ` +
      'of services that are not the testbed’s, in a mesh: bottleneck --signals mesh',
  );
}

/** Overload makes a run of this kind fail nothing: it is what is looked for. */
const sound = ({ result, found }: Measured): boolean => result.verdict !== 'invalid' && found.verdict !== 'unknown';

/** Measures with one replica more of the named service, which loses it again. */
async function confirmed({ service }: Bottleneck, target: Target, measure: () => Promise<Measured>): Promise<Measured> {
  const named = target.services?.find(({ name }) => name === service);
  if (named === undefined)
    throw new Exit(
      VERDICT_CODES.invalid,
      `There is no service to scale${service === null ? '' : `: ${service} is none of the workload's`}.`,
    );
  if (named.hpa !== undefined)
    throw new Exit(2, `--confirm cannot scale ${named.name}: its HPA would undo it. With the variant fixed it can.`);
  const undo = await scaleByOne(connect(target.kubeconfig), target.workload.namespace, named.deployment);
  try {
    return await measure();
  } finally {
    await undo();
  }
}

const confirms = (first: Measured, again: Measured, entry: string) =>
  confirmation(first.found, first.levels.at(-1), again.found, again.levels.at(-1), entry);

function print(first: Measured, again: Measured | null, json: boolean): void {
  const { result, directory, levels, graph, found } = first;
  const entry = graph[0]?.name ?? '';
  if (json) {
    const { verdict, reasons } = result;
    const second = again && { ...confirms(first, again, entry), ...again.found, directory: again.directory };
    console.log(JSON.stringify({ ...found, levels, run: { verdict, reasons }, directory, second }, null, 2));
    return;
  }
  console.log(bottleneckText(found, levels, graph));
  if (again !== null) console.log(`\n${confirms(first, again, entry).text}`);
  if (result.verdict === 'invalid')
    console.log(`\nThe run is invalid:\n${result.reasons.map((one) => `  ${one}`).join('\n')}`);
  console.log(`\nPage: ${join(directory, 'bottleneck.html')}`);
}
