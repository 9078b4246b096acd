/** A workload of several services through the whole program: its objects, and what the experiment knows of them. */
import type { RawConfig } from '../../../stacks/schema';
import type { KubeManifest } from '../../../toolchain/types';
import { objectRules } from '../../support/objectRules';
import { recordTestbed } from '../../support/recordTestbed';

jest.mock('../../../toolchain', () => ({ buildImage: () => Promise.resolve(), manifests: () => Promise.resolve([]) }));

interface Made {
  readonly spec: {
    readonly replicas?: number;
    readonly template: { readonly spec: { readonly containers: Container[] } };
  };
}
interface Scaled {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly scaleTargetRef: { readonly name: string };
    readonly maxReplicaCount: number;
    readonly triggers: readonly { readonly metadata: Readonly<Record<string, string>> }[];
  };
}
interface Hpa {
  readonly spec: {
    readonly scaleTargetRef: { readonly name: string };
    readonly metrics: readonly {
      readonly pods: { readonly metric: { readonly name: string }; readonly target: { readonly averageValue: string } };
    }[];
  };
}
interface Container {
  readonly env: readonly { readonly name: string; readonly value: string }[];
}

async function made(config: RawConfig) {
  const { resources } = await recordTestbed({ experiment: { preset: 'smoke' }, ...config });
  const of = (kind: string) => resources.filter(({ type }) => type.endsWith(`:${kind}`));
  const metadataOf = ({ inputs }: { inputs: Record<string, unknown> }) =>
    inputs['metadata'] as { name?: string; namespace?: string };
  const inApp = (kind: string) =>
    of(kind)
      .filter((one) => metadataOf(one).namespace === 'testbed-app')
      .sort((a, b) => (metadataOf(a).name ?? '').localeCompare(metadataOf(b).name ?? ''));
  const deployments = Object.fromEntries(
    inApp('Deployment').map(({ inputs }) => [(inputs['metadata'] as { name: string }).name, inputs as unknown as Made]),
  );
  const target = of('Experiment')[0]?.inputs['target'] as Record<string, unknown>;
  const replicas = Object.fromEntries(Object.entries(deployments).map(([name, { spec }]) => [name, spec.replicas]));
  return { of, inApp, replicas, deployments, target, resources };
}
const envOf = (deployment: Made | undefined) =>
  Object.fromEntries((deployment?.spec.template.spec.containers[0]?.env ?? []).map(({ name, value }) => [name, value]));

// The whole program is made each time.
jest.setTimeout(120_000);

beforeAll(() => {
  for (const method of ['log', 'warn'] as const) jest.spyOn(console, method).mockImplementation();
});
afterAll(() => jest.restoreAllMocks());

describe('a workload of several services', () => {
  it('is a Deployment, a Service and an HPA for each, in one namespace with one policy', async () => {
    const { inApp, deployments, replicas, target } = await made({ workload: { graph: 'chain' } });
    expect(Object.keys(deployments).sort()).toEqual(['api', 'frontend', 'store']);
    expect(inApp('Service')).toHaveLength(3);
    expect(inApp('NetworkPolicy')).toHaveLength(1);
    const scaled = inApp('HorizontalPodAutoscaler').map(
      ({ inputs }) => (inputs['spec'] as { scaleTargetRef: { name: string } }).scaleTargetRef.name,
    );
    expect(scaled.sort()).toEqual(['api', 'frontend', 'store']);
    expect(replicas).toEqual({ frontend: undefined, api: undefined, store: undefined });
    const env = envOf(deployments['frontend']);
    expect(env).toMatchObject({ POOL_SIZE: '16', WORK_CONCURRENCY: '1', DOWNSTREAM_TIMEOUT_SECONDS: '5' });
    expect(JSON.parse(env['ROUTES'] ?? '')).toEqual({
      '/': { rounds: 8000, delayMs: 0, errorRate: 0, calls: [[{ name: 'api', url: 'http://api:8080/' }]] },
    });
    expect(envOf(deployments['store'])).not.toHaveProperty('POOL_SIZE');
    expect(target).toMatchObject({
      workload: { deployment: 'frontend', service: 'frontend', servedCounter: 'service_requests_served_total' },
      autoscaler: { name: 'hpa-cpu', hpa: expect.stringMatching(/^frontend-/) as unknown },
      services: [
        {
          name: 'frontend',
          deployment: 'frontend',
          cpuLimit: 0.4,
          concurrency: 1,
          pool: 16,
          calls: { '/': [['api']] },
        },
        { name: 'api', hpa: expect.stringMatching(/^api-/) as unknown },
        { name: 'store', calls: { '/': [] } },
      ],
    });
  });

  it('has fixed numbers of the services that the variant does not scale', async () => {
    const workload = {
      graph: 'chain',
      autoscale: ['store'],
      services: { api: { replicas: 2 }, store: { replicas: 5 } },
    };
    const { inApp, replicas, target } = await made({ workload });
    expect(replicas).toEqual({ frontend: 1, api: 2, store: undefined });
    expect(inApp('HorizontalPodAutoscaler')).toHaveLength(1);
    expect(target['autoscaler']).not.toHaveProperty('hpa');
  });

  it('has the replicas of its own before those of the variant "fixed"', async () => {
    const workload = { graph: 'chain', services: { api: { replicas: 3 } } };
    const { replicas } = await made({ workload, autoscaler: 'fixed', settings: { fixed: { replicas: 2 } } });
    expect(replicas).toEqual({ frontend: 2, api: 3, store: 2 });
  });

  it('is scaled service by service, each by objects and queries of its own', async () => {
    const workload = {
      graph: 'chain',
      autoscale: ['api', 'store'],
      services: { store: { settings: { 'keda-istio': { threshold: 3, maxReplicaCount: 2 } } } },
    };
    const { of, inApp, target } = await made({ workload, autoscaler: 'keda-istio', cluster: 'kind' });
    const objects = inApp('ScaledObject').map(({ inputs }) => inputs as unknown as Scaled);
    expect(
      objects.map(({ metadata, spec }) => [metadata.name, spec.scaleTargetRef.name, spec.maxReplicaCount]),
    ).toEqual([
      ['api-variant', 'api', 10],
      ['store-variant', 'store', 2],
    ]);
    expect(objects.map(({ spec }) => spec.triggers[0]?.metadata['threshold'])).toEqual(['10', '3']);
    for (const [index, name] of ['api', 'store'].entries())
      expect(objects[index]?.spec.triggers[0]?.metadata['query']).toContain(
        `{reporter="destination",namespace="testbed-app",pod=~"${name}-[^-]+-[^-]+"}`,
      );
    // KEDA lets go of each on the way down.
    expect(
      of('Removal')
        .map(({ inputs }) => [inputs['name'], inputs['deployment']])
        .sort(),
    ).toEqual([
      ['api-variant', 'api'],
      ['store-variant', 'store'],
    ]);
    const { services } = target as { services: Record<string, unknown>[] };
    expect(services[0]).not.toHaveProperty('scaledObject');
    expect(services[1]).toMatchObject({ scaledObject: 'api-variant', hpa: 'keda-hpa-api-variant', minReplicas: 1 });
    expect(services[1]).not.toHaveProperty('settings');
    expect(services[2]).toMatchObject({ hpa: 'keda-hpa-store-variant', settings: { threshold: 3 } });
  });

  it('has one rule of prometheus-adapter, and an HPA of each service on its own pods', async () => {
    const workload = { graph: 'chain', services: { store: { settings: { 'hpa-istio': { targetAverageValue: 4 } } } } };
    const { inApp, resources } = await made({ workload, autoscaler: 'hpa-istio', cluster: 'kind' });
    const metrics = inApp('HorizontalPodAutoscaler').map(({ inputs }) => {
      const { scaleTargetRef, metrics: all } = inputs['spec'] as Hpa['spec'];
      return [scaleTargetRef.name, all[0]?.pods.metric.name, all[0]?.pods.target.averageValue];
    });
    expect(metrics).toEqual([
      ['api', 'istio_requests_per_second', '10'],
      ['frontend', 'istio_requests_per_second', '10'],
      ['store', 'istio_requests_per_second', '4'],
    ]);
    const config = resources.map(({ inputs }) => JSON.stringify(inputs)).filter((text) => text.includes('seriesQuery'));
    expect(config.join().split('seriesQuery')).toHaveLength(2);
  });

  it('has a VPA for each, and as many pods as that needs', async () => {
    const workload = { graph: 'chain', services: { store: { settings: { vpa: { replicas: 3 } } } } };
    const { inApp, replicas, target } = await made({ workload, autoscaler: 'vpa', cluster: 'kind' });
    expect(inApp('VerticalPodAutoscaler')).toHaveLength(3);
    expect(replicas).toEqual({ frontend: 2, api: 2, store: 3 });
    expect(target).toMatchObject({
      autoscaler: { vpa: 'frontend-variant' },
      services: [{ vpa: 'frontend-variant' }, { vpa: 'api-variant' }, { vpa: 'store-variant' }],
    });
  });

  it('keeps the rules for objects', async () => {
    const { resources } = await made({ workload: { graph: 'shop' } });
    const objects = resources
      .filter(({ type }) => type.startsWith('kubernetes:'))
      .map(({ inputs }) => inputs as unknown as KubeManifest);
    const ours = objects.filter(({ metadata }) => metadata.namespace === 'testbed-app');
    expect(ours.filter(({ kind }) => kind === 'Deployment')).toHaveLength(6);
    for (const [rule, broken] of Object.entries(objectRules))
      expect([rule, ours.flatMap((object) => broken(object, objects))]).toEqual([rule, []]);
  });

  it('is scraped as a whole by prometheus-operator', async () => {
    const { resources } = await made({ workload: { graph: 'chain' }, cluster: 'kind', monitoring: 'operator' });
    const monitor = JSON.stringify(resources.map(({ inputs }) => inputs));
    expect(monitor).toContain('"app.kubernetes.io/component":"application","app.kubernetes.io/part-of"');
  });
});
