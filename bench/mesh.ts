/**
 * What a mesh of sidecars costs: the same load at the same pods without and with sidecars, one after the other in turn (A B A B), on an embedded cluster of the stack
 * bench-mesh. Some ten minutes, on a machine that has nothing else to do. Usage: npm run bench:mesh [-- --repeats 2] [-- --rate 30] [-- --seconds 40] [-- --json | --markdown]
 */
import { parseArgs } from 'node:util';

import { Interrupts } from '../cli/interrupts';
import { openPulumi } from '../cli/prepare';
import { targetOf } from '../cli/target';
import { Replicas } from '../experiments/demand/replicas';
import { connect, type Kube } from '../experiments/kube';
import { removeGenerators } from '../experiments/load/generator';
import { loadSchema } from '../experiments/load/schema';
import type { ExperimentSpec, Target } from '../experiments/types';
import { play } from './loadCluster';
import { costOf, costRows, HEAD, order, type Arm, type MeshRun } from './meshCost';
import { spentBetween, usageFromNow } from './podUsage';
import { markdownTable, table } from './table';
import { testbed } from './testbed';

const STACK = 'bench-mesh';
const REPLICAS = 2;
/** Seconds of load before the requests whose latencies count. */
const WARMUP = 5;
/** No namespace of the mesh. */
const OUTSIDE = 'bench-load';
const CONFIG = [
  'autoscaler=fixed',
  `settings.fixed.replicas=${REPLICAS}`,
  'istio.mode=sidecar',
  // Its run is of no interest; what it leaves is what can be run against.
  'experiment.preset=smoke',
];

/** The same pods without sidecars, and a load generator without one. */
async function withoutMesh(kube: Kube, target: Target, signal: AbortSignal): Promise<Target> {
  const copy = new Replicas(kube, target);
  await copy.create(signal);
  const { namespace, deployment } = copy.workload;
  await kube.call('PATCH', `/apis/apps/v1/namespaces/${namespace}/deployments/${deployment}`, {
    body: { spec: { template: { metadata: { labels: { 'sidecar.istio.io/inject': 'false' } } } } },
    signal,
  });
  await copy.scale(REPLICAS, signal);
  await kube.call('POST', '/api/v1/namespaces', {
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: OUTSIDE } },
    signal,
  });
  return {
    ...target,
    workload: { ...copy.workload, proxy: undefined },
    generator: { ...target.generator, namespace: OUTSIDE, proxy: undefined },
  };
}

interface Measuring {
  readonly kube: Kube;
  readonly target: Target;
  readonly spec: ExperimentSpec;
  readonly seconds: number;
  readonly signal: AbortSignal;
}

/** One load, and what the workload's pods used from before it until after it. */
async function measure(arm: Arm, name: string, { kube, target, spec, seconds, signal }: Measuring): Promise<MeshRun> {
  const { namespace, deployment } = target.workload;
  const usage = () => usageFromNow(kube, namespace, `app.kubernetes.io/instance=${deployment}`, signal);
  const before = await usage();
  const output = await play({ kube, target }, spec, name, { signal });
  const after = await usage();
  await removeGenerators(kube, target.generator.namespace, signal);
  const { end, duration, ok } = output.requests();
  const from = (output.loadStart ?? 0) + WARMUP * 1000;
  return {
    arm,
    latencies: [...duration].filter((_, index) => (end[index] ?? 0) >= from),
    requests: end.length,
    failed: ok.filter((one) => one === 0).length,
    seconds: WARMUP + seconds,
    spent: spentBetween(before, after),
  };
}

interface Options {
  readonly repeats: number;
  readonly rate: number;
  readonly seconds: number;
}

async function measureAll({ repeats, rate, seconds }: Options, interrupts: Interrupts): Promise<MeshRun[]> {
  const { signal } = interrupts;
  const mesh = await targetOf(await openPulumi(STACK, interrupts));
  const kube = connect(mesh.kubeconfig);
  const targets = { with: mesh, without: await withoutMesh(kube, mesh, signal) };
  const spec: ExperimentSpec = {
    ...{ name: 'mesh', warmup: 0, cooldown: 0, slos: [] },
    load: loadSchema.parse({
      ...{ driver: 'k6', path: '/heavywork', timeout: 5 },
      stages: [{ rate, duration: WARMUP + seconds }],
    }),
  };
  const runs: MeshRun[] = [];
  for (const [index, arm] of order(repeats).entries()) {
    console.error(`${index + 1} of ${2 * repeats}: ${arm} the mesh`);
    runs.push(await measure(arm, `mesh-${index + 1}`, { kube, target: targets[arm], spec, seconds, signal }));
  }
  return runs;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      repeats: { type: 'string', default: '2' },
      /** Requests per second. */
      rate: { type: 'string', default: '30' },
      seconds: { type: 'string', default: '40' },
      json: { type: 'boolean', default: false },
      /** The table as docs/istio.md has it. */
      markdown: { type: 'boolean', default: false },
    },
  });
  const number = (key: 'repeats' | 'rate' | 'seconds'): number => {
    const value = Number(values[key]);
    if (!Number.isInteger(value) || value < 1)
      throw new Error(`--${key} ${values[key]}: must be a whole number of at least 1`);
    return value;
  };
  const options = { repeats: number('repeats'), rate: number('rate'), seconds: number('seconds') };
  const interrupts = new Interrupts();
  let runs: MeshRun[];
  try {
    const code = await testbed(STACK, 'up', ...CONFIG.flatMap((setting) => ['--config', setting]));
    if (code !== 0) throw new Error(`npm run up ended with exit code ${code}`);
    runs = await measureAll(options, interrupts);
  } finally {
    await testbed(STACK, 'down', '--remove');
  }
  const [without, mesh] = [costOf(runs, 'without'), costOf(runs, 'with')];
  if (values.json) console.log(JSON.stringify({ ...options, replicas: REPLICAS, without, with: mesh, runs }));
  else console.log((values.markdown ? markdownTable : table)(HEAD, costRows(without, mesh)));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
