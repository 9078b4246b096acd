import * as pulumi from '@pulumi/pulumi';
import { istioPlan, withImages } from '../../../../../components/addons/istio/fromManifests';
import { upstreamManifests } from '../../../../support/upstreamManifests';

const images = { istiod: 'built/istiod:1', proxy: 'built/proxy:2' };
const plan = istioPlan(upstreamManifests.istio, 'istio-system', pulumi.output(images));
const resolved = (value: object): Promise<unknown> =>
  new Promise((resolve) => (pulumi.output(value) as pulumi.Output<unknown>).apply((result) => resolve(result)));

test('definitions come first, the webhooks only once the control plane is there', () => {
  expect(plan.map((stage) => stage.map(({ kind }) => kind))).toEqual([
    ['Namespace'],
    ['NetworkPolicy', 'CustomResourceDefinition'],
    ['ConfigMap'],
    ['Deployment'],
    ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
  ]);
});

test('the built images stand where the charts had places for them, in texts as well', async () => {
  const text = JSON.stringify(await resolved(plan));
  expect(text).toContain('built/istiod:1');
  expect(text).toContain('built/proxy:2');
  expect(text).not.toContain('testbed.local/');
  expect(withImages({ a: ['testbed.local/istiod:image', 1] }, images)).toEqual({ a: ['built/istiod:1', 1] });
});

test('pods are asked for only once the injector has its certificate', () => {
  const injector = plan.flat().find(({ kind }) => kind === 'MutatingWebhookConfiguration');
  expect(injector?.metadata.annotations).toEqual({
    'pulumi.com/waitFor': 'jsonpath={.webhooks[0].clientConfig.caBundle}',
  });
});

test("each object has the project's labels besides upstream's", () => {
  for (const { metadata } of plan.flat())
    expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/part-of': 'autoscaling-testbed' });
});
