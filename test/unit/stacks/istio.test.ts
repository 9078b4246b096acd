/** The mesh and what else is only installed when asked for, in the whole program. */
import { parse } from 'yaml';
import type { ManifestName } from '../../../toolchain/types';
import { graphOf, nameOf } from '../../support/dependencies';
import type { RecordedResource } from '../../support/record';
import { recordTestbed } from '../../support/recordTestbed';
import { upstreamManifests } from '../../support/upstreamManifests';

jest.mock('../../../toolchain', () => ({
  buildImage: () => Promise.resolve(),
  manifests: (name: ManifestName) => Promise.resolve(upstreamManifests[name]),
}));

beforeAll(() => {
  // What the program says to people.
  for (const method of ['log', 'warn'] as const) jest.spyOn(console, method).mockImplementation();
});
afterAll(() => {
  jest.restoreAllMocks();
});

type Config = Parameters<typeof recordTestbed>[0];
const recorded = async (config: Config): Promise<readonly RecordedResource[]> =>
  (await recordTestbed({ cluster: 'kind', ...config })).resources;
function one(resources: readonly RecordedResource[], kind: string, name: string): RecordedResource {
  const found = resources.find((resource) => resource.type.endsWith(`:${kind}`) && resource.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name} among ${resources.map(nameOf).join(', ')}`);
  return found;
}
const charts = (resources: readonly RecordedResource[]) =>
  resources.filter(({ type }) => type.endsWith(':Release')).map(({ inputs }) => inputs['chart']);

test('without it nothing speaks of Istio', async () => {
  expect(JSON.stringify(await recorded({ cluster: 'local' }))).not.toMatch(/istio/i);
  expect(JSON.stringify(await recorded({}))).not.toMatch(/istio/i);
});

describe('hpa-istio', () => {
  let resources: readonly RecordedResource[];
  beforeAll(async () => {
    resources = await recorded({ autoscaler: 'hpa-istio' });
  });

  it('brings Istio and prometheus-adapter', () => {
    expect(charts(resources).toSorted()).toEqual(['base', 'cni', 'istiod', 'prometheus-adapter']);
  });

  it('has Istio before the pods that get its proxies, and so gone after them', () => {
    const graph = graphOf(resources);
    const istiod = nameOf(one(resources, 'Release', 'istio-istiod'));
    for (const [kind, name] of [
      ['Namespace', 'sample-namespace'],
      ['Deployment', 'sample-deployment'],
      ['Namespace', 'generator-namespace'],
      ['PeerAuthentication', 'sample-mutual-tls'],
      ['Experiment', 'experiment'],
    ] as const) {
      expect([...graph.before(nameOf(one(resources, kind, name)))]).toContain(istiod);
    }
  });

  it('has the charts one after the other', () => {
    const graph = graphOf(resources);
    const release = (part: string) => nameOf(one(resources, 'Release', `istio-${part}`));
    expect([...graph.before(release('istiod'))]).toContain(release('base'));
    expect([...graph.before(release('cni'))]).toContain(release('istiod'));
  });

  it('answers the mesh only, in which the load generator is, and tells the experiment', () => {
    expect(one(resources, 'PeerAuthentication', 'sample-mutual-tls').inputs).toMatchObject({
      metadata: { name: 'default', namespace: 'testbed-app' },
      spec: { mtls: { mode: 'STRICT' } },
    });
    expect(one(resources, 'Namespace', 'generator-namespace').inputs).toMatchObject({
      metadata: { labels: { 'istio-injection': 'enabled' } },
    });
    expect(one(resources, 'Experiment', 'experiment').inputs).toMatchObject({
      target: { workload: { meshOnly: true, proxy: 'istio-proxy' }, generator: { proxy: 'istio-proxy' } },
      triggers: { istio: { mode: 'sidecar', mutualTls: 'STRICT' } },
    });
  });

  it('has its rule in prometheus-adapter', () => {
    const { inputs } = one(resources, 'Release', 'prometheus-adapter');
    expect(JSON.stringify(inputs)).toContain('istio_requests_total{reporter=');
  });
});

test('hpa-istio-annotations brings kube-metrics-adapter, and no prometheus-adapter', async () => {
  const resources = await recorded({ autoscaler: 'hpa-istio-annotations' });
  expect(charts(resources).toSorted()).toEqual(['base', 'cni', 'istiod']);
  expect(one(resources, 'KubeMetricsAdapter', 'kube-metrics-adapter')).toBeDefined();
});

test('PERMISSIVE answers everyone, the preflight as well', async () => {
  const resources = await recorded({ istio: { mode: 'sidecar', mutualTls: 'PERMISSIVE' } });
  expect(one(resources, 'PeerAuthentication', 'sample-mutual-tls').inputs['spec']).toEqual({
    mtls: { mode: 'PERMISSIVE' },
  });
  const { target } = one(resources, 'Experiment', 'experiment').inputs as { target: { workload: object } };
  expect(target.workload).not.toHaveProperty('meshOnly');
});

test('ambient mode has Prometheus in the mesh, and a gateway where it is asked for', async () => {
  const resources = await recorded({ istio: { mode: 'ambient', gateway: true } });
  expect(charts(resources).toSorted()).toEqual(['base', 'cni', 'istiod', 'ztunnel']);
  expect(one(resources, 'Deployment', 'prometheus-deployment').inputs).toMatchObject({
    spec: { template: { metadata: { labels: { 'istio.io/dataplane-mode': 'ambient' } } } },
  });
  const gateway = nameOf(one(resources, 'Gateway', 'gateway-gateway'));
  expect([...graphOf(resources).before(gateway)]).toContain(nameOf(one(resources, 'Release', 'istio-istiod')));
});

describe('load through the gateway', () => {
  const config = { autoscaler: 'hpa-istio', istio: { gateway: true, loadThroughGateway: true } };

  test.each(['local', 'kind'])('comes from outside the mesh, on %s as well', async (cluster) => {
    const resources = await recorded({ ...config, cluster });
    const { inputs } = one(resources, 'Namespace', 'generator-namespace');
    expect(JSON.stringify(inputs)).not.toMatch(/istio/);
    expect(inputs).toMatchObject({ metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } });
    expect(one(resources, 'Namespace', 'sample-namespace').inputs).toMatchObject({
      metadata: { labels: { 'istio-injection': 'enabled' } },
    });
    const experiment = one(resources, 'Experiment', 'experiment');
    expect(experiment.inputs).toMatchObject({
      target: {
        workload: { service: 'sample', meshOnly: true, proxy: 'istio-proxy' },
        ingress: { namespace: 'istio-ingress', service: 'ingress-istio', port: 80 },
      },
    });
    expect((experiment.inputs['target'] as { generator: object }).generator).not.toHaveProperty('proxy');
    expect([...graphOf(resources).before(nameOf(experiment))]).toContain(
      nameOf(one(resources, 'HTTPRoute', 'gateway-route')),
    );
  });

  test('is what Locust is told as well', async () => {
    const resources = await recorded({ ...config, loadPlatform: 'locust' });
    expect(JSON.stringify(one(resources, 'Release', 'locust').inputs)).toContain(
      '"locust_host":"http://ingress-istio.istio-ingress.svc:80"',
    );
  });

  test('is only where it is asked for', async () => {
    const resources = await recorded({ ...config, istio: { gateway: true } });
    expect(one(resources, 'Experiment', 'experiment').inputs['target']).not.toHaveProperty('ingress');
    expect(one(resources, 'Namespace', 'generator-namespace').inputs).toMatchObject({
      metadata: { labels: { 'istio-injection': 'enabled' } },
    });
  });
});

describe('a control plane that is dead', () => {
  let resources: readonly RecordedResource[];
  const before = (kind: string, name: string): string[] => [
    ...graphOf(resources).before(nameOf(one(resources, kind, name))),
  ];
  beforeAll(async () => {
    resources = await recorded({ cluster: 'local', autoscaler: 'hpa-istio' });
  });

  it('is asked for nothing while it goes: its webhooks go first', () => {
    const istiod = nameOf(one(resources, 'Deployment', 'istio-deployment-istiod'));
    for (const kind of ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const) {
      const hook = resources.find(({ type }) => type.endsWith(`:${kind}`))!;
      expect(before(kind, hook.name)).toContain(istiod);
    }
  });

  it('is not asked for pods without proxies: their namespace loses its label before they are made', () => {
    const namespace = nameOf(one(resources, 'Namespace', 'sample-namespace'));
    expect(before('Deployment', 'sample-deployment')).toContain(namespace);
  });

  it('is not asked about objects of ours: they have not the label that its validation selects, and go without an update', () => {
    const [ours] = resources.filter(({ type }) => type.endsWith(':PeerAuthentication'));
    const { labels, annotations } = ours?.inputs['metadata'] as { labels: object; annotations: object };
    expect(labels).not.toHaveProperty('istio.io/rev');
    expect(annotations).toEqual({ 'pulumi.com/deletionPropagationPolicy': 'background' });
  });
});

test('on the embedded cluster the Gateway comes after its definitions and istiod', async () => {
  const resources = await recorded({ cluster: 'local', istio: { mode: 'sidecar', gateway: true } });
  const before = [...graphOf(resources).before(nameOf(one(resources, 'Gateway', 'gateway-gateway')))];
  expect(before).toContain(nameOf(resources.find(({ name }) => name.endsWith('gateways.gateway.networking.k8s.io'))!));
  expect(before).toContain(nameOf(one(resources, 'Deployment', 'istio-deployment-istiod')));
});

test.each([
  [true, ['testbed-app', 'istio-ingress']],
  [false, ['testbed-app']],
])('Prometheus reads what the gateway counts, where there is one: %s', async (gateway, names) => {
  const resources = await recorded({ cluster: 'local', istio: { mode: 'sidecar', gateway } });
  const { data } = one(resources, 'ConfigMap', 'prometheus-config').inputs as { data: Record<string, string> };
  expect(parse(data['prometheus.yml']!)).toMatchObject({
    scrape_configs: expect.arrayContaining([
      expect.objectContaining({ job_name: 'pods', kubernetes_sd_configs: [{ role: 'pod', namespaces: { names } }] }),
    ]) as unknown,
  });
});

test('monitoring: operator asks the proxy for the metrics of a pod that answers the mesh only', async () => {
  const resources = await recorded({ istio: { mode: 'sidecar' }, monitoring: 'operator' });
  const monitor = resources.find(
    ({ type, inputs }) => type.endsWith(':PodMonitor') && JSON.stringify(inputs).includes('istio-proxy'),
  );
  expect(monitor?.inputs).toMatchObject({
    metadata: { name: 'sample', namespace: 'testbed-app' },
    spec: { podMetricsEndpoints: [{ path: '/stats/prometheus' }] },
  });
});

test.each([
  ['k6-operator', [6565]],
  ['locust', [5557, 5558, 8089]],
])('%s is in the namespace of the load generator, whose pods may ask each other', async (loadPlatform, ports) => {
  const resources = await recorded({ loadPlatform, experiment: { preset: 'none' } });
  expect(one(resources, 'Release', loadPlatform).inputs['namespace']).toBe('testbed-load');
  expect(one(resources, 'NetworkPolicy', 'generator-network-policy').inputs).toMatchObject({
    spec: { ingress: [{ ports: ports.map((port) => ({ protocol: 'TCP', port })), from: [{ podSelector: {} }] }] },
  });
});

test('Argo CD may change the namespace of the workload', async () => {
  const resources = await recorded({ argoCd: { repository: 'https://git.example/shop.git' } });
  expect(one(resources, 'Application', 'argo-cd-application').inputs).toMatchObject({
    spec: { destination: { namespace: 'testbed-app' }, source: { targetRevision: 'HEAD' } },
  });
});
