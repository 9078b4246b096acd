/**
 * The Kubernetes objects that the testbed makes, from upstream's real manifests and without a cluster: valid against the schemas of the
 * release that is built, and as design.md wants them.
 */
import { variantNames } from '../../components/autoscalers/registry';
import { kubernetesSchemas, manifests } from '../../toolchain';
import type { KubeManifest, ManifestName } from '../../toolchain/types';
import { objectRules } from '../support/objectRules';
import { written } from '../fixtures/nodePools';
import { recordTestbed, targets } from '../support/recordTestbed';
import { validator, type Validator } from '../support/validate';

jest.mock('../../toolchain', () => ({
  ...jest.requireActual<object>('../../toolchain'),
  // Their references come from the mocks.
  buildImage: () => Promise.resolve(),
}));

const quiet = { report: () => undefined };
const autoscalers = [...variantNames, 'vpa+keda-prometheus'];
/** Configurations that have every object between them. */
const cases: readonly (readonly [target: string, more: object])[] = [
  ...['local', 'kind'].flatMap((target) => [
    ...autoscalers.map((autoscaler) => [target, { autoscaler }] as const),
    [target, { monitoring: 'operator' }] as const,
  ]),
  ['kind', { istio: { mode: 'sidecar', gateway: true } }],
  ['local', { istio: { mode: 'sidecar', gateway: true, loadThroughGateway: true } }],
  ['kind', { istio: { mode: 'ambient' } }],
  ['kind', { loadPlatform: 'locust' }],
  ['kind', { loadPlatform: 'k6-operator' }],
  ['local', { nodePools: written }],
  ['local', { workload: { imageArchive: 'package.json', port: 80, security: { writablePaths: ['/tmp'] } } }],
  ['local', { workload: { deployment: 'shop', namespace: 'shops' } }],
  ['kind', { argoCd: { repository: 'https://git.example/workload' } }],
  ['eks', {}],
  ['eks with Karpenter', {}],
  ['existing', { autoscaler: 'keda-prometheus' }],
  ['existing without charts', { autoscaler: 'vpa+hpa-requests' }],
  ['existing without charts', { autoscaler: 'keda-prometheus' }],
];

const byCase = new Map<string, readonly KubeManifest[]>();
let schemas: Validator;
/** One line for each object and problem, however many configurations have it. */
function found(problemsOf: (object: KubeManifest, objects: readonly KubeManifest[]) => readonly string[]): string[] {
  const lines = [...byCase.values()].flatMap((objects) =>
    objects.flatMap((object) => {
      const { kind, metadata } = object;
      return problemsOf(object, objects).map(
        (problem) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}: ${problem}`,
      );
    }),
  );
  return [...new Set(lines)];
}

beforeAll(async () => {
  for (const method of ['log', 'warn'] as const) jest.spyOn(console, method).mockImplementation();
  const definitions = await Promise.all(
    (['keda', 'vpa', 'karpenter', 'prometheus-operator', 'istio', 'gateway-api'] satisfies ManifestName[]).map((name) =>
      manifests(name, quiet),
    ),
  );
  schemas = validator(
    await kubernetesSchemas(quiet),
    definitions.flat().filter(({ kind }) => kind === 'CustomResourceDefinition'),
  );
  for (const [target, more] of cases) {
    try {
      const { resources } = await recordTestbed({ ...targets[target]?.config, ...more });
      const objects = resources.filter(
        // What is only read has no inputs.
        ({ type, inputs }) =>
          type.startsWith('kubernetes:') && !type.includes(':helm.sh/') && inputs['apiVersion'] !== undefined,
      );
      byCase.set(
        `${target} ${JSON.stringify(more)}`,
        // The engine names what has no name.
        objects.map(
          ({ name, inputs }) => ({ ...inputs, metadata: { name, ...(inputs['metadata'] as object) } }) as KubeManifest,
        ),
      );
    } catch (error) {
      if (!(error as Error).message.includes('nothing was created')) throw error;
    }
  }
}, 300_000);
afterAll(() => {
  jest.restoreAllMocks();
});

const first = (kind: string): KubeManifest => {
  const object = [...byCase.values()].flat().find((one) => one.kind === kind);
  if (object === undefined) throw new Error(`There is no ${kind}`);
  return structuredClone(object);
};
type Changed = Record<string, Record<string, unknown>>;

describe('every object', () => {
  it('is valid against the schemas of the release and of the custom resources', () => {
    expect(byCase.size).toBeGreaterThan(20);
    expect(found((object) => schemas.problems(object) ?? [])).toEqual([]);
  });

  it('has a schema, but for what a chart defines', () => {
    const without = found((object) => (schemas.problems(object) === undefined ? [object.apiVersion] : []));
    expect([...new Set(without.map((line) => line.replace(/ .*: /, ' ')))].toSorted()).toEqual([
      'AppProject argoproj.io/v1alpha1',
      'Application argoproj.io/v1alpha1',
      'EC2NodeClass karpenter.k8s.aws/v1',
    ]);
  });

  it.each([
    ['an unknown field', 'Deployment', (object: Changed) => (object['spec']!['replicaz'] = 1)],
    ['a value of another type', 'Service', (object: Changed) => (object['spec']!['selector'] = 'sample')],
    ['a field that is missing', 'HorizontalPodAutoscaler', (object: Changed) => delete object['spec']!['maxReplicas']],
    ['an unknown field of a custom resource', 'ScaledObject', (object: Changed) => (object['spec']!['triggerz'] = [])],
    ['a wrong field of a custom resource', 'Prometheus', (object: Changed) => (object['spec']!['retention'] = 4)],
    [
      'an unknown field of the metadata',
      'VerticalPodAutoscaler',
      (object: Changed) => (object['metadata']!['label'] = {}),
    ],
  ])('would not be valid with %s', (_, kind, spoil) => {
    const object = first(kind);
    expect(schemas.problems(object)).toEqual([]);
    spoil(object as unknown as Changed);
    expect(schemas.problems(object)).not.toEqual([]);
  });
});

interface Pod {
  containers: {
    image: string;
    resources: { limits: { memory?: string } };
    securityContext: { privileged?: boolean };
  }[];
  serviceAccountName?: string;
  automountServiceAccountToken?: boolean;
}
const podOf = (object: KubeManifest): Pod => (object['spec'] as { template: { spec: Pod } }).template.spec;
const policyOf = (object: KubeManifest) =>
  object['spec'] as { podSelector: object; ingress: { ports: { port: number }[] }[] };

/** One fault for each rule: the kind of the object that has it, and how it comes in. */
const faults: Readonly<Record<string, readonly [kind: string, spoil: (object: KubeManifest) => void]>> = {
  'an object and its pods have the recommended labels': [
    'ConfigMap',
    ({ metadata }) => delete (metadata.labels as Record<string, string>)['app.kubernetes.io/name'],
  ],
  'pods are restricted': ['Deployment', (object) => (podOf(object).containers[0]!.securityContext.privileged = true)],
  'a container has requests, and a limit on memory': [
    'Deployment',
    (object) => delete podOf(object).containers[0]!.resources.limits.memory,
  ],
  'an image is pinned by its content': [
    'Deployment',
    (object) => (podOf(object).containers[0]!.image = 'docker.io/library/nginx:1.29'),
  ],
  'a pod without an account of its own has no token': [
    'Deployment',
    (object) =>
      Object.assign(podOf(object), { serviceAccountName: undefined, automountServiceAccountToken: undefined }),
  ],
  'nobody may do anything, raise rights, or read every Secret, but who is listed': [
    'ClusterRole',
    (object) => ((object['rules'] as { verbs: string[] }[])[0]!.verbs = ['*']),
  ],
  'nobody administers the cluster': [
    'ClusterRoleBinding',
    (object) => ((object['roleRef'] as { name: string }).name = 'cluster-admin'),
  ],
  'a namespace holds its pods to a Pod Security Standard, the restricted one but where listed': [
    'Namespace',
    ({ metadata }) => delete (metadata.labels as Record<string, string>)['pod-security.kubernetes.io/enforce'],
  ],
  'a namespace has one NetworkPolicy, which takes all its pods': [
    'NetworkPolicy',
    (object) => (policyOf(object).podSelector = { matchLabels: { app: 'sample' } }),
  ],
  "somebody may reach a Service's pods": ['NetworkPolicy', (object) => (policyOf(object).ingress = [])],
  'the API server may reach what it calls': [
    'NetworkPolicy',
    (object) => Object.assign(policyOf(object).ingress[0]!, { from: [{ podSelector: {} }] }),
  ],
};

describe.each(Object.entries(objectRules))('%s', (name, rule) => {
  it('for every object', () => {
    expect(found(rule)).toEqual([]);
  });

  it('is seen where it is not so', () => {
    const [kind, spoil] = faults[name] ?? [];
    if (kind === undefined || spoil === undefined) throw new Error('a rule without a fault');
    // KEDA's, because it serves an API.
    const all = structuredClone(byCase.get('local {"autoscaler":"keda-cpu"}') ?? []);
    const spoiled = all.find(
      (one) => one.kind === kind && (kind !== 'NetworkPolicy' || one.metadata.namespace === 'keda'),
    );
    if (spoiled === undefined) throw new Error(`There is no ${kind}`);
    spoil(spoiled);
    expect(all.flatMap((object) => rule(object, all))).not.toEqual([]);
  });
});
