import type { Found } from '../../../../../components/cluster/existing/find';
import { judge, reference } from '../../../../../components/cluster/existing/judge';
import { existingSettings } from '../../../../../components/cluster/existing/settings';
import type { Needs } from '../../../../../components/cluster/types';

const bare: Found = { identity: 'uid', version: 'v1.36.3', installed: {}, apis: {} };
const needs: Needs = {
  addons: ['metrics-server', 'prometheus'],
  apis: [],
  images: ['sample', 'k6'],
  platformImages: ['metrics-server', 'prometheus'],
  operator: false,
};
const all = { sample: 'r/sample:1', k6: 'r/k6:1', prometheus: 'r/prometheus:1', 'metrics-server': 'r/ms:1' };
const offline = (more: object = {}) => existingSettings.parse({ helm: false, images: all, ...more });
const keda = { installed: { keda: 'CustomResourceDefinition scaledobjects.keda.sh' } } as const;

test('a bare cluster serves when every image has a reference', () => {
  expect(judge(bare, needs, offline())).toEqual({ provided: [], problems: [] });
});

test('names every image that has none, at once', () => {
  const { problems } = judge(bare, needs, existingSettings.parse({ helm: false }));
  expect(problems).toEqual([
    expect.stringContaining(
      'set existing.images.sample, existing.images.k6, existing.images.metrics-server, existing.images.prometheus.',
    ),
  ]);
});

test('with registries in reach only the application needs a reference, which nobody publishes', () => {
  const { problems } = judge(bare, needs, existingSettings.parse({}));
  expect(problems).toEqual([expect.stringContaining('set existing.images.sample. ')]);
  expect(reference(existingSettings.parse({}), 'k6')).toMatch(/^docker\.io\/grafana\/k6:/);
  expect(reference(existingSettings.parse({ images: all }), 'k6')).toBe('r/k6:1');
  expect(reference(existingSettings.parse({ helm: false }), 'k6')).toBeUndefined();
});

test('what is installed is used, and needs no images', () => {
  const found = { ...bare, installed: { 'metrics-server': 'Service kube-system/metrics-server' } } as const;
  const images = { sample: all.sample, k6: all.k6, prometheus: all.prometheus };
  expect(judge(found, needs, existingSettings.parse({ helm: false, images }))).toEqual({
    provided: ['metrics-server'],
    problems: [],
  });
});

test('what is installed is refused where the configuration says so, with where it was seen', () => {
  const { problems } = judge({ ...bare, ...keda }, needs, offline({ installed: { keda: 'refuse' } }));
  expect(problems).toEqual([
    'keda is installed (CustomResourceDefinition scaledobjects.keda.sh), and existing.installed.keda is "refuse".',
  ]);
});

test('an API that somebody else serves is not taken over', () => {
  const apis = { 'custom.metrics.k8s.io': 'Service elsewhere/adapter' };
  const wanted = { ...needs, addons: ['prometheus-adapter'], apis: ['custom.metrics.k8s.io'] };
  const { problems } = judge({ ...bare, apis }, wanted, offline());
  expect(problems).toEqual([expect.stringContaining('custom.metrics.k8s.io is served by Service elsewhere/adapter')]);
});

test("KEDA's API belongs to the KEDA that is used, and to no prometheus-adapter beside it", () => {
  const found: Found = { ...bare, ...keda, apis: { 'external.metrics.k8s.io': 'Service keda/keda-metrics-apiserver' } };
  const apis = ['external.metrics.k8s.io'];
  expect(judge(found, { ...needs, addons: ['keda'], apis }, offline()).problems).toEqual([]);
  expect(judge(found, { ...needs, addons: ['prometheus-adapter'], apis }, offline()).problems).toHaveLength(1);
});

test('no second prometheus-operator', () => {
  const installed = { 'prometheus-operator': 'CustomResourceDefinition prometheuses.monitoring.coreos.com' };
  const { problems } = judge({ ...bare, installed }, { ...needs, operator: true }, offline());
  expect(problems).toEqual([expect.stringMatching(/prometheus-operator is installed .* Set monitoring to "basic"/)]);
});

test.each(['sample', 'r/sample:latest', 'r/sample@sha256:1', 'r/sam ple:1'])(
  'takes no image reference %s',
  (sample) => {
    expect(existingSettings.safeParse({ images: { sample } }).success).toBe(false);
  },
);

test('what comes from registries only is refused where they are not to be asked', () => {
  const wanted = { ...needs, addons: [...needs.addons, 'istio', 'kube-metrics-adapter'] };
  expect(judge(bare, wanted, offline()).problems).toEqual([
    expect.stringContaining('istio is not installed, and the testbed has it from registries only'),
    expect.stringContaining('kube-metrics-adapter is not installed'),
  ]);
  expect(judge(bare, wanted, offline({ helm: true })).problems).toEqual([]);
  const found = { ...bare, installed: { istio: 'CustomResourceDefinition virtualservices.networking.istio.io' } };
  expect(judge(found, { ...wanted, addons: ['istio'] }, offline())).toEqual({ provided: ['istio'], problems: [] });
});
