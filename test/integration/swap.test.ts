/** All variants, one after the other, in one stack whose workload serves all the time. */
import { chosenAddons, optionalAddons, type OptionalAddon } from '../../components/addons/registry';
import { variants, variantsOn } from '../../components/autoscalers/registry';
import { eventually, TestStack } from '../support/stack';
import { Traffic } from '../support/traffic';

jest.setTimeout(600_000);

const APPLICATION = '/api/v1/namespaces/testbed-app';
const stack = new TestStack('test-swap');

/** Pods join the mesh and leave it by being made anew: see istio.test.ts. */
const inMesh = (name: string): boolean => {
  const variant = variants[name]!;
  return variant.requires(variant.settings.parse({})).includes('istio');
};

/** Each once, and from KEDA back to prometheus-adapter. */
const order = [...variantsOn('local').filter((name) => !inMesh(name)), 'keda-prometheus', 'hpa-external', 'fixed'];

/** One pod is to answer everything, so that what it counted is all. */
function bound(name: string): string[] {
  if (name === 'vpa') return ['settings.vpa.replicas=1'];
  if (name.startsWith('hpa-')) return [`settings.${name}.maxReplicas=1`];
  return name.startsWith('keda-') ? [`settings.${name}.maxReplicaCount=1`] : [];
}

const namespaceOf: Readonly<Record<OptionalAddon, string>> = {
  'prometheus-adapter': 'prometheus-adapter',
  'kube-metrics-adapter': 'kube-metrics-adapter',
  keda: 'keda',
  vpa: 'vpa',
};

interface Wanted {
  readonly addons: readonly OptionalAddon[];
  /** Who serves each API that extends the API server, as NAMESPACE. */
  readonly apis: Readonly<Record<string, string>>;
}

function wanted(name: string): Wanted {
  const variant = variants[name]!;
  const settings = variant.settings.parse({});
  const rules = variant.adapterRules?.(settings) ?? { rules: [], externalRules: [] };
  const addons = chosenAddons(variant.requires(settings), rules);
  return {
    addons,
    apis: {
      ...(rules.rules.length > 0 && { 'v1beta2.custom.metrics.k8s.io': 'prometheus-adapter' }),
      ...(rules.externalRules.length > 0 && { 'v1beta1.external.metrics.k8s.io': 'prometheus-adapter' }),
      ...(addons.includes('keda') && { 'v1beta1.external.metrics.k8s.io': 'keda' }),
      'v1beta1.metrics.k8s.io': 'kube-system',
    },
  };
}

interface ApiService {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly service?: { readonly namespace: string } };
}

async function apis(): Promise<Record<string, string>> {
  const found = await stack.get<{ items: ApiService[] }>('/apis/apiregistration.k8s.io/v1/apiservices');
  const aggregated = (found?.items ?? []).flatMap(({ metadata, spec }) =>
    spec.service ? [[metadata.name, spec.service.namespace] as const] : [],
  );
  return Object.fromEntries(aggregated);
}

/** Requests that the application itself counted. */
async function counted(pod: string): Promise<number> {
  const text = await (await stack.kube()).text(`${APPLICATION}/pods/${pod}:8080/proxy/metrics`);
  const line = text
    .split('\n')
    .find((candidate) => /^node_http_requests_total\{.*route="\/lightwork".*status="200"/.test(candidate));
  return Number(line?.split(' ').at(-1) ?? 0);
}

describe('a swap of the variant', () => {
  let traffic: Traffic | undefined;
  let pod = '';
  let countedBefore = 0;

  beforeAll(async () => {
    await stack.choose('fixed');
    [pod = ''] = await stack.names(`${APPLICATION}/pods`);
    countedBefore = await counted(pod);
    traffic = new Traffic(await stack.kube(), `${APPLICATION}/services/sample:http/proxy/lightwork`, 100);
  });
  afterAll(async () => {
    await traffic?.stop();
    await stack.end();
  });

  it.each(order)('to %s changes what it has to, and nothing after that', async (name) => {
    await stack.choose(name, ...bound(name));
    const { addons, apis: owners } = wanted(name);
    const namespaces = await stack.names('/api/v1/namespaces');
    expect(optionalAddons.filter((addon) => namespaces.includes(namespaceOf[addon]))).toEqual(addons);
    expect(await apis()).toEqual(owners);
    const scaledObjects = await stack.names('/apis/keda.sh/v1alpha1/namespaces/testbed-app/scaledobjects');
    expect(scaledObjects).toEqual(name.startsWith('keda-') ? [`sample-${name}`] : []);
    // KEDA's operator makes its HPA after its ScaledObject is there.
    const expected = name.startsWith('keda-')
      ? [`keda-hpa-sample-${name}`]
      : name.startsWith('hpa-')
        ? [`sample-${name}`]
        : [];
    await eventually(`HPAs ${expected.join()}`, async () => {
      const hpas = await stack.names('/apis/autoscaling/v2/namespaces/testbed-app/horizontalpodautoscalers');
      return hpas.join() === expected.join() ? true : undefined;
    });
    await stack.expectNoChanges();
    expect(traffic?.failures.slice(0, 5)).toEqual([]);
  });

  it('lost no request, by the count of the workload itself', async () => {
    await traffic?.stop();
    expect(traffic?.failures.slice(0, 5)).toEqual([]);
    expect(traffic?.answered).toBe(traffic?.sent);
    expect(traffic?.sent).toBeGreaterThan(100);
    expect(await stack.names(`${APPLICATION}/pods`)).toEqual([pod]);
    expect((await counted(pod)) - countedBefore).toBe(traffic?.sent);
  });
});
