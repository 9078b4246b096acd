/** The add-ons on the real embedded cluster: their APIs answer, and they go also when they are dead already. */
import { census } from '../support/census';
import { eventually, succeeded, TestStack } from '../support/stack';

jest.setTimeout(600_000);

const stack = new TestStack('test-addons');
const HPAS = '/apis/autoscaling/v2/namespaces/testbed-app/horizontalpodautoscalers';
const VPAS = '/apis/autoscaling.k8s.io/v1/namespaces/testbed-app/verticalpodautoscalers';
const SCALED_OBJECTS = '/apis/keda.sh/v1alpha1/namespaces/testbed-app/scaledobjects';

interface Conditions {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly conditions?: readonly { type: string; status: string; message?: string }[] };
}

/** Waits until the HPA gets its metric from the add-on. */
async function hpaIsActive(name: string): Promise<void> {
  await eventually(`${name} is active`, async () => {
    const hpa = await stack.get<Conditions>(`${HPAS}/${name}`);
    const condition = hpa?.status?.conditions?.find(({ type }) => type === 'ScalingActive');
    if (condition?.status !== 'True') throw new Error(condition?.message ?? 'no condition ScalingActive');
    return true;
  });
}

async function replicas(): Promise<number | undefined> {
  const path = '/apis/apps/v1/namespaces/testbed-app/deployments/sample';
  return (await stack.get<{ spec: { replicas: number } }>(path))?.spec.replicas;
}

/** Makes the add-on's programs dead: nobody is there any more who would let go of a finalizer or answer for an API. */
async function kill(namespace: string): Promise<void> {
  const deployments = await stack.names(`/apis/apps/v1/namespaces/${namespace}/deployments`);
  expect(deployments.length).toBeGreaterThan(0);
  for (const name of deployments) await stack.remove(`/apis/apps/v1/namespaces/${namespace}/deployments/${name}`);
  await eventually(`no pod in ${namespace}`, async () =>
    (await stack.names(`/api/v1/namespaces/${namespace}/pods`)).length === 0 ? true : undefined,
  );
}

/** What the add-on's programs wrote of rights that they lack. */
async function refusals(namespace: string): Promise<string[]> {
  const pods = await stack.names(`/api/v1/namespaces/${namespace}/pods`);
  expect(pods.length).toBeGreaterThan(0);
  const kube = await stack.kube();
  const logs = await Promise.all(pods.map((pod) => kube.text(`/api/v1/namespaces/${namespace}/pods/${pod}/log`)));
  return logs.flatMap((log) =>
    log.split('\n').filter((line) => /forbidden|cannot (get|list|watch|create|patch)/i.test(line)),
  );
}

describe('add-ons', () => {
  let before: Awaited<ReturnType<typeof census>>;
  beforeAll(async () => {
    before = await census('test-addons');
  });
  afterAll(() => stack.end());

  it('come up and answer: KEDA and the VPA', async () => {
    await stack.choose('vpa+keda-prometheus', 'settings.vpa.updateMode=Off');
    await hpaIsActive('keda-hpa-sample-vpa-keda-prometheus');
    await stack.expectNoChanges();
  });

  it('have the rights that they need', async () => {
    expect(await refusals('keda')).toEqual([]);
    expect(await refusals('vpa')).toEqual([]);
  });

  it("ask the VPA's admission controller, by a certificate that it is trusted for", async () => {
    const [name = ''] = await stack.names(VPAS);
    const vpa = await stack.get<{ spec: object }>(`${VPAS}/${name}`);
    const kube = await stack.kube();
    const body = {
      apiVersion: 'autoscaling.k8s.io/v1',
      kind: 'VerticalPodAutoscaler',
      metadata: { name: 'refused' },
      spec: { ...vpa?.spec, updatePolicy: { updateMode: 'Off', minReplicas: 0 } },
    };
    // Only the webhook refuses this; the schema allows it.
    await expect(kube.call('POST', VPAS, { body })).rejects.toThrow('minReplicas has to be positive');
  });

  it('stay where the next variant needs them too', async () => {
    const uid = async () => (await stack.get<{ metadata: { uid: string } }>('/api/v1/namespaces/keda'))?.metadata.uid;
    const before = await uid();
    const quick = ['cooldownPeriod=1', 'pollingInterval=1'].map((setting) => `settings.keda-zero.${setting}`);
    await stack.choose('vpa+keda-zero', ...quick);
    expect(before).toBeDefined();
    expect(await uid()).toBe(before);
    await eventually('the workload rests at zero replicas', async () => ((await replicas()) === 0 ? true : undefined));
  });

  it('are swapped when KEDA is dead, whose finalizer nobody takes away any more, and the workload serves again', async () => {
    await kill('keda');
    await stack.choose('vpa+hpa-requests');
    expect(await stack.names(SCALED_OBJECTS)).toEqual([]);
    expect(await stack.names(HPAS)).toEqual(['sample-vpa-hpa-requests']);
    expect(await stack.names('/api/v1/namespaces')).not.toContain('keda');
    await hpaIsActive('sample-vpa-hpa-requests');
    expect(await refusals('prometheus-adapter')).toEqual([]);
  });

  it('are swapped when prometheus-adapter is dead, for whose API nobody answers any more', async () => {
    await kill('prometheus-adapter');
    await stack.choose('vpa+keda-prometheus');
    expect(await stack.names('/api/v1/namespaces')).not.toContain('prometheus-adapter');
    await hpaIsActive('keda-hpa-sample-vpa-keda-prometheus');
  });

  it('are destroyed when all of them are dead', async () => {
    await kill('keda');
    await kill('vpa');
    expect(succeeded(await stack.cli.run('down', '--remove'))).toContain('Nothing is left');
    expect(await census('test-addons')).toEqual(before);
  });
});
