import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEntries } from '../../experiments/record/journal';
import { replay } from '../../experiments/replay';
import type { Requests, Result } from '../../experiments/types';
import { succeeded, type TestStack } from './stack';

const ROOT = join(__dirname, '..', '..');
const PROMETHEUS = '/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/api/v1/query';

interface Answer {
  readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
}

/** The value of a query to the stack's Prometheus. */
export async function query(stack: TestStack, text: string): Promise<number> {
  const { data } = (await stack.get<Answer>(`${PROMETHEUS}?query=${encodeURIComponent(text)}`))!;
  return Number(data.result[0]?.value[1]);
}

export interface MeshRun {
  readonly result: Result;
  /** All requests of the load generator, warm-up included. */
  readonly requests: Requests;
}

/** `npm run up` with this configuration, and the run that it makes. */
export async function upAndRun(stack: TestStack, config: Readonly<Record<string, string | number>>): Promise<MeshRun> {
  const settings = Object.entries(config).flatMap(([key, value]) => ['--config', `${key}=${value}`]);
  succeeded(await stack.cli.run('up', ...settings));
  const report = succeeded(await stack.cli.pulumi('stack', 'output', 'report')).trim();
  const directory = join(ROOT, report, '..');
  const entries = readEntries(directory);
  const run = entries.find((entry) => entry.kind === 'run')!;
  const { output } = await replay(directory, entries, run);
  return {
    result: JSON.parse(readFileSync(join(directory, 'result.json'), 'utf8')) as Result,
    requests: output.requests(),
  };
}

/** 5 and then `rate` requests/s. */
export const twoStages = (rate: number, seconds: number) => ({
  'experiment.preset': 'smoke',
  'experiment.load.stages[0].rate': 5,
  'experiment.load.stages[0].duration': 5,
  'experiment.load.stages[1].rate': rate,
  'experiment.load.stages[1].duration': seconds,
});

interface Pod {
  readonly spec: {
    readonly nodeName?: string;
    readonly initContainers?: readonly { readonly name: string }[];
    readonly containers: readonly { readonly name: string; readonly image: string }[];
  };
}

/** The pods of a namespace. */
export const podsIn = async (stack: TestStack, namespace: string): Promise<readonly Pod[]> =>
  (await stack.get<{ items: Pod[] }>(`/api/v1/namespaces/${namespace}/pods`))?.items ?? [];

/** Of each of its pods the containers that start before the application: the one that connects it, and the native sidecar. */
export const proxiesIn = async (stack: TestStack, namespace: string): Promise<string[][]> =>
  (await podsIn(stack, namespace)).map(({ spec }) => (spec.initContainers ?? []).map(({ name }) => name));

/** Reference of the sample's image. */
export async function sampleImage(stack: TestStack): Promise<string> {
  const [pod] = await podsIn(stack, 'testbed-app');
  return pod!.spec.containers.find(({ name }) => name === 'app')!.image;
}
