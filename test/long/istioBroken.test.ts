/** A mesh whose control plane is dead, or whose webhook is gone, on the real embedded cluster: it stands in the way of no swap and no end. */
import { census, type Census } from '../support/census';
import { podsIn, proxiesIn, twoStages } from '../support/meshRun';
import { eventually, succeeded, TestStack } from '../support/stack';

jest.setTimeout(600_000);

const ISTIOD = '/apis/apps/v1/namespaces/istio-system/deployments/istiod';
const WEBHOOK = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/istio-sidecar-injector';
const PODS = '/api/v1/namespaces/testbed-app/pods';
const MESH = 'istio.mode=sidecar';

describe.each([
  ['the control plane is dead', 'test-istio-dead', kill],
  ['the webhook is gone', 'test-istio-gone', removeWebhook],
] as const)('where %s', (_, name, damage) => {
  const stack = new TestStack(name);
  let before: Census;

  beforeAll(async () => {
    before = await census(name);
    await stack.choose('hpa-cpu', MESH);
    await damage(stack);
  });
  afterAll(async () => {
    await stack.end();
  });

  it('another variant takes the place of this one', async () => {
    await stack.choose('hpa-memory', MESH);
    expect(await stack.names('/apis/autoscaling/v2/namespaces/testbed-app/horizontalpodautoscalers')).toEqual([
      expect.stringContaining('hpa-memory'),
    ]);
    expect(await proxiesIn(stack, 'testbed-app')).toEqual([['istio-init', 'istio-proxy']]);
  });

  it('no load is sent, and the result says why', async () => {
    // Only the pods that come now are without a proxy.
    if (damage === removeWebhook) await replacePods(stack);
    const settings = Object.entries(twoStages(5, 5)).flatMap(([key, value]) => ['--config', `${key}=${value}`]);
    await stack.cli.run('up', ...settings);
    expect(succeeded(await stack.cli.pulumi('stack', 'output', 'reasons'))).toMatch(
      damage === kill
        ? /no pod was created for its Job \(.*failed calling webhook .*namespace\.sidecar-injector\.istio\.io/
        : /No load was sent: no container istio-proxy in sample-/,
    );
  });

  it('the workload leaves the mesh, which goes', async () => {
    await stack.choose('fixed', 'istio.mode=none', 'settings.fixed.replicas=1');
    await eventually('a pod without a proxy', async () => {
      const pods = await proxiesIn(stack, 'testbed-app');
      return pods.length === 1 && pods[0]?.length === 0 ? true : undefined;
    });
    expect((await stack.names('/api/v1/namespaces')).filter((found) => found.includes('istio'))).toEqual([]);
    expect(await stack.get(WEBHOOK)).toBeUndefined();
  });

  it('and so does everything, also out of the midst of it', async () => {
    await stack.choose('hpa-cpu', MESH);
    await damage(stack);
    succeeded(await stack.cli.run('down', '--remove'));
    expect(await census(name)).toEqual(before);
  });
});

async function kill(stack: TestStack): Promise<void> {
  await (await stack.kube()).call('PATCH', ISTIOD, { body: { spec: { replicas: 0 } } });
  await eventually('no istiod', async () => ((await podsIn(stack, 'istio-system')).length === 0 ? true : undefined));
}

async function removeWebhook(stack: TestStack): Promise<void> {
  await stack.remove(WEBHOOK);
}

async function replacePods(stack: TestStack): Promise<void> {
  const old = await stack.names(PODS);
  for (const pod of old) await stack.remove(`${PODS}/${pod}`);
  await eventually('another pod', async () =>
    (await stack.names(PODS)).some((pod) => !old.includes(pod)) ? true : undefined,
  );
}
