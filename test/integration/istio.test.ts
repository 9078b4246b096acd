/** Istio on the real embedded cluster: what the mesh counts, autoscaling on it, who is answered, and that it goes without a trace. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEntries } from '../../experiments/record/journal';
import { replay } from '../../experiments/replay';
import { percentile } from '../../experiments/slis/percentile';
import type { Result } from '../../experiments/types';
import { eventually, succeeded, TestStack } from '../support/stack';

jest.setTimeout(600_000);

const ROOT = join(__dirname, '..', '..');
const stack = new TestStack('test-istio');
const SERVICE = '/api/v1/namespaces/testbed-app/services/sample:http/proxy/healthz';
const PODS = '/api/v1/namespaces/testbed-app/pods';
/** Requests per second of the last stage, and of each pod; 30 / 11 gives 3, and so does what a rate over a window makes of it. */
const RATE = 30;
const TARGET = 11;

let result: Result;
let directory: string;

interface Answer {
  readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
}

/** The value of a query to Prometheus. */
async function query(text: string): Promise<number> {
  const path = `/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/api/v1/query?query=${encodeURIComponent(text)}`;
  const { data } = (await stack.get<Answer>(path))!;
  return Number(data.result[0]?.value[1]);
}

interface Pod {
  readonly spec: { readonly initContainers?: readonly { readonly name: string }[] };
}

/** Of each pod the containers that start before the application: the one that connects it, and the native sidecar. */
const proxies = async (): Promise<string[][]> =>
  ((await stack.get<{ items: Pod[] }>(PODS))?.items ?? []).map(({ spec }) =>
    (spec.initContainers ?? []).map(({ name }) => name),
  );

beforeAll(async () => {
  const config = {
    autoscaler: 'hpa-istio',
    'settings.hpa-istio.targetAverageValue': TARGET,
    'experiment.preset': 'smoke',
    'experiment.load.stages[0].rate': 5,
    'experiment.load.stages[0].duration': 5,
    'experiment.load.stages[1].rate': RATE,
    'experiment.load.stages[1].duration': 50,
  };
  succeeded(
    await stack.cli.run('up', ...Object.entries(config).flatMap(([key, value]) => ['--config', `${key}=${value}`])),
  );
  directory = join(ROOT, succeeded(await stack.cli.pulumi('stack', 'output', 'report')).trim(), '..');
  result = JSON.parse(readFileSync(join(directory, 'result.json'), 'utf8')) as Result;
});

afterAll(async () => {
  await stack.end();
});

test('scales to the replicas that rate and target give', () => {
  expect(result.verdict === 'invalid' ? result.reasons : []).toEqual([]);
  expect(result.slis['replicasMax']?.value).toBe(Math.ceil(RATE / TARGET));
});

test('mesh, application and load generator count the same requests, within 1 %', async () => {
  const entries = readEntries(directory);
  const { output } = await replay(
    directory,
    entries,
    entries.find((entry) => entry.kind === 'run')!,
  );
  const sent = output.requests().end.length;
  const counted = await query('sum(istio_requests_total{reporter="destination",destination_workload="sample"})');
  expect(Math.abs(counted - sent) / sent).toBeLessThan(0.01);
  expect(result.slis['servedAgreement']?.value).toBeCloseTo(1, 2);
});

test("the mesh's 95th percentile is in the bucket of the load generator's, or beside it", async () => {
  const entries = readEntries(directory);
  const { output } = await replay(
    directory,
    entries,
    entries.find((entry) => entry.kind === 'run')!,
  );
  const byK6 = percentile(output.requests().duration.slice().sort(), 0.95)!;
  const total = 'istio_request_duration_milliseconds_bucket{reporter="destination"}';
  const byMesh = await query(`histogram_quantile(0.95, sum by (le) (${total}))`);
  const buckets = [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];
  const bucketOf = (ms: number): number => buckets.findIndex((bound) => ms <= bound);
  expect(Math.abs(bucketOf(byMesh) - bucketOf(byK6))).toBeLessThanOrEqual(1);
});

test('plain text from outside the mesh is refused', async () => {
  await expect((await stack.kube()).text(SERVICE)).rejects.toThrow(/50[23]|reset|EOF/);
});

test('without Istio the workload answers everyone again, and nothing of it is left', async () => {
  for (const names of await proxies()) expect(names).toEqual(['istio-init', 'istio-proxy']);
  await stack.choose('fixed', 'settings.fixed.replicas=1');
  expect(await eventually('the sample', async () => (await stack.kube()).text(SERVICE))).toContain('alive');
  await eventually('pods without a proxy', async () => {
    const pods = await proxies();
    return pods.length === 1 && pods[0]?.length === 0 ? true : undefined;
  });
  for (const path of [
    '/api/v1/namespaces',
    '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
    '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  ]) {
    expect((await stack.names(path)).filter((name) => name.includes('istio'))).toEqual([]);
  }
});
