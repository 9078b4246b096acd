/** Load from outside the mesh through the ingress gateway, on the real embedded cluster. */
import { answerTo } from '../support/caller';
import { podsIn, proxiesIn, query, sampleImage, twoStages, upAndRun, type MeshRun } from '../support/meshRun';
import { eventually, TestStack } from '../support/stack';

jest.setTimeout(600_000);

const stack = new TestStack('test-istio-gateway');
const GATEWAY = 'http://ingress-istio.istio-ingress.svc';
const WORKLOAD = 'http://sample.testbed-app.svc:8080';
/** Requests per second of the last stage, and of each pod. */
const RATE = 30;
const TARGET = 11;

let run: MeshRun;

beforeAll(async () => {
  run = await upAndRun(stack, {
    autoscaler: 'hpa-istio',
    'settings.hpa-istio.targetAverageValue': TARGET,
    'istio.gateway': 'true',
    'istio.loadThroughGateway': 'true',
    ...twoStages(RATE, 50),
  });
});

afterAll(async () => {
  await stack.end();
});

test('the run is valid, and scales as one whose load comes from the mesh', () => {
  const { result } = run;
  expect(result.verdict === 'invalid' ? result.reasons : []).toEqual([]);
  expect(result.target.ingress).toEqual({ namespace: 'istio-ingress', service: 'ingress-istio', port: 80 });
  expect(result.slis['replicasMax']?.value).toBe(Math.ceil(RATE / TARGET));
  expect(result.slis['availability']?.value).toBeGreaterThan(0.999);
});

test('gateway, sidecars, application and load generator count the same requests, within 1 %', async () => {
  const sent = run.requests.end.length;
  for (const labels of [
    'reporter="source",source_workload="ingress",destination_service_name="sample"',
    'reporter="destination",destination_workload="sample"',
  ]) {
    const counted = await query(stack, `sum(istio_requests_total{${labels}})`);
    expect(Math.abs(counted - sent) / sent).toBeLessThan(0.01);
  }
  expect(run.result.slis['servedAgreement']?.value).toBeCloseTo(1, 2);
});

test("the gateway is one pod of our proxy on the platform's node, and the workload's pods have their sidecars", async () => {
  const pods = await podsIn(stack, 'istio-ingress');
  expect(pods.map(({ spec }) => spec.nodeName)).toEqual(['system']);
  expect(pods[0]?.spec.containers).toMatchObject([
    { name: 'istio-proxy', image: expect.stringMatching(/^testbed\.local\/istio-proxy:/) as unknown },
  ]);
  expect((await proxiesIn(stack, 'testbed-app')).every((names) => names.includes('istio-proxy'))).toBe(true);
});

test('whoever is outside the mesh is answered by the gateway, and by it alone', async () => {
  const kube = await stack.kube();
  const image = await sampleImage(stack);
  const from = { namespace: 'testbed-load', image };
  expect(await answerTo(kube, { ...from, url: `${GATEWAY}/healthz` })).toBe('200');
  expect(await answerTo(kube, { ...from, url: `${GATEWAY}/nothing` })).toBe('404');
  expect(await answerTo(kube, { ...from, url: `${WORKLOAD}/healthz` })).toMatch(/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/);
});

test('without it the load generator is in the mesh again, and nothing of the gateway is left', async () => {
  await stack.choose('hpa-istio', 'istio.gateway=false', 'istio.loadThroughGateway=false');
  await eventually('the namespace of the gateway is gone', async () =>
    (await stack.names('/api/v1/namespaces')).includes('istio-ingress') ? undefined : true,
  );
  const definitions = await stack.names('/apis/apiextensions.k8s.io/v1/customresourcedefinitions');
  expect(definitions.filter((name) => name.endsWith('gateway.networking.k8s.io'))).toEqual([]);
  await stack.expectNoChanges();
});
