/** Istio on the real embedded cluster: what the mesh counts, autoscaling on it, who is answered, and that it goes without a trace. */
import { percentile } from '../../experiments/slis/percentile';
import { answerTo } from '../support/caller';
import { proxiesIn, query, sampleImage, twoStages, upAndRun, type MeshRun } from '../support/meshRun';
import { eventually, TestStack } from '../support/stack';

jest.setTimeout(600_000);

const stack = new TestStack('test-istio');
const SERVICE = '/api/v1/namespaces/testbed-app/services/sample:http/proxy/healthz';
const URL = 'http://sample.testbed-app.svc:8080/healthz';
const NAMESPACES = '/api/v1/namespaces';
const OUTSIDE = 'outside-the-mesh';
/** Requests per second of the last stage, and of each pod; 30 / 11 gives 3, and so does what a rate over a window makes of it. */
const RATE = 30;
const TARGET = 11;

let run: MeshRun;

beforeAll(async () => {
  run = await upAndRun(stack, {
    autoscaler: 'hpa-istio',
    'settings.hpa-istio.targetAverageValue': TARGET,
    ...twoStages(RATE, 50),
  });
});

afterAll(async () => {
  await stack.end();
});

const expectScaled = ({ result }: MeshRun): void => {
  expect(result.verdict === 'invalid' ? result.reasons : []).toEqual([]);
  expect(result.slis['replicasMax']?.value).toBe(Math.ceil(RATE / TARGET));
};

test('hpa-istio scales to the replicas that rate and target give', () => {
  expectScaled(run);
});

test('mesh, application and load generator count the same requests, within 1 %', async () => {
  const sent = run.requests.end.length;
  const counted = await query(stack, 'sum(istio_requests_total{reporter="destination",destination_workload="sample"})');
  expect(Math.abs(counted - sent) / sent).toBeLessThan(0.01);
  expect(run.result.slis['servedAgreement']?.value).toBeCloseTo(1, 2);
});

test("the mesh's 95th percentile is in the bucket of the load generator's, or beside it", async () => {
  const byK6 = percentile(run.requests.duration.slice().sort(), 0.95)!;
  const total = 'istio_request_duration_milliseconds_bucket{reporter="destination"}';
  const byMesh = await query(stack, `histogram_quantile(0.95, sum by (le) (${total}))`);
  const buckets = [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000];
  const bucketOf = (ms: number): number => buckets.findIndex((bound) => ms <= bound);
  expect(Math.abs(bucketOf(byMesh) - bucketOf(byK6))).toBeLessThanOrEqual(1);
});

test('plain text from outside the mesh is refused', async () => {
  await expect((await stack.kube()).text(SERVICE)).rejects.toThrow(/50[23]|reset|EOF/);
});

test('a pod without sidecar is not answered, be it in the namespace of the workload or in another; one with a sidecar is', async () => {
  const kube = await stack.kube();
  const image = await sampleImage(stack);
  await kube.call('POST', NAMESPACES, {
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: OUTSIDE } },
  });
  const refused = /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/;
  try {
    const without = { 'sidecar.istio.io/inject': 'false' };
    expect(await answerTo(kube, { namespace: 'testbed-app', image, url: URL })).toBe('200');
    expect(await answerTo(kube, { namespace: 'testbed-app', image, url: URL, labels: without })).toMatch(refused);
    expect(await answerTo(kube, { namespace: OUTSIDE, image, url: URL })).toMatch(refused);
  } finally {
    await stack.remove(`${NAMESPACES}/${OUTSIDE}`);
  }
});

test('keda-istio scales to the same replicas, and back', async () => {
  expectScaled(
    await upAndRun(stack, {
      autoscaler: 'keda-istio',
      'settings.keda-istio.threshold': TARGET,
      'settings.keda-istio.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds': 15,
    }),
  );
  // The window of the rate, that of the HPA, and its syncs.
  await eventually(
    'one replica',
    async () => ((await proxiesIn(stack, 'testbed-app')).length === 1 ? true : undefined),
    150,
  );
});

test('without Istio the workload answers everyone again, and nothing of it is left', async () => {
  for (const names of await proxiesIn(stack, 'testbed-app')) expect(names).toEqual(['istio-init', 'istio-proxy']);
  await stack.choose('fixed', 'settings.fixed.replicas=1');
  expect(await eventually('the sample', async () => (await stack.kube()).text(SERVICE))).toContain('alive');
  await eventually('pods without a proxy', async () => {
    const pods = await proxiesIn(stack, 'testbed-app');
    return pods.length === 1 && pods[0]?.length === 0 ? true : undefined;
  });
  for (const path of [
    NAMESPACES,
    '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
    '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  ]) {
    expect((await stack.names(path)).filter((name) => name.includes('istio'))).toEqual([]);
  }
});
