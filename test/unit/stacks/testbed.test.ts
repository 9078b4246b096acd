/** The whole program on every target with every variant: which resources there are, in what order, and that no secret is in the open. */
import { variantNames } from '../../../components/autoscalers/registry';
import type { RawConfig } from '../../../stacks/schema';
import type { ManifestName } from '../../../toolchain/types';
import { graphOf, lines, nameOf } from '../../support/dependencies';
import type { RecordedResource } from '../../support/record';
import { MARK, recordTestbed, targets, type TestbedRecording } from '../../support/recordTestbed';
import { upstreamManifests } from '../../support/upstreamManifests';

jest.mock('../../../toolchain', () => ({
  buildImage: () => Promise.resolve(),
  manifests: (name: ManifestName) => Promise.resolve(upstreamManifests[name]),
}));

const DEFAULT = 'hpa-cpu';
/** What can be asked for besides a variant. */
const options: Readonly<Record<string, RawConfig>> = {
  operator: { monitoring: 'operator' },
  sidecars: { istio: { mode: 'sidecar', gateway: true } },
  ambient: { istio: { mode: 'ambient' } },
  'k6-operator': { loadPlatform: 'k6-operator' },
  locust: { loadPlatform: 'locust' },
  'argo-cd': { argoCd: { repository: 'https://git.example/workload' } },
  'no experiment': { experiment: { preset: 'none' } },
};
const autoscalers = [...variantNames, 'vpa+hpa-requests', 'vpa+keda-prometheus'];
const targetNames = Object.keys(targets);
/** One EKS is enough for the variants: what adds nodes is not their concern. */
const cases = [
  ...targetNames
    .filter((target) => target !== 'eks with Karpenter')
    .flatMap((target) => autoscalers.map((autoscaler) => [target, autoscaler] as const)),
  ['eks with Karpenter', DEFAULT] as const,
  ...['local', 'kind', 'existing'].flatMap((target) => Object.keys(options).map((option) => [target, option] as const)),
  ['eks', 'operator'] as const,
];

const recorded = new Map<string, TestbedRecording>();
/** Those that the configuration or the target refuses, with the reason. */
const refused = new Map<string, string>();
const keyOf = (target: string, autoscaler: string): string => `${autoscaler} on ${target}`;
const recording = (target: string, autoscaler = DEFAULT): TestbedRecording => {
  const found = recorded.get(keyOf(target, autoscaler));
  if (found === undefined) throw new Error(`${keyOf(target, autoscaler)} was not recorded`);
  return found;
};
const recordCase = (target: string, name: string): Promise<TestbedRecording> =>
  recordTestbed({ ...targets[target]?.config, ...(options[name] ?? { autoscaler: name }) });

beforeAll(async () => {
  // What the program says to people.
  for (const method of ['log', 'warn'] as const) jest.spyOn(console, method).mockImplementation();
  for (const [target, autoscaler] of cases) {
    try {
      recorded.set(keyOf(target, autoscaler), await recordCase(target, autoscaler));
    } catch (error) {
      if (!(error as Error).message.includes('nothing was created')) throw error;
      refused.set(keyOf(target, autoscaler), (error as Error).message);
    }
  }
}, 300_000);
afterAll(() => {
  jest.restoreAllMocks();
});

const isOf =
  (prefix: string) =>
  ({ type }: Pick<RecordedResource, 'type'>): boolean =>
    type.startsWith(prefix);
/** What the target makes of its cluster in a cloud is in the tests of that target. */
const isOfCloud = ({ type }: RecordedResource): boolean => /^(aws|eks|pulumi:providers:aws|testbed:eks):?/.test(type);
const objects = ({ resources }: TestbedRecording) =>
  resources.filter(({ type }) => type.startsWith('kubernetes:') && !type.includes(':helm.sh/'));
interface Metadata {
  readonly name: string;
  readonly namespace?: string;
}
const metadataOf = ({ inputs }: RecordedResource): Metadata => inputs['metadata'] as Metadata;
const kindOf = ({ type }: RecordedResource): string => type.split(':').at(-1) ?? '';

/** What a variant has that the default has not (+), and the reverse (-). */
function difference(target: string, autoscaler: string, linesOf: (made: TestbedRecording) => string[]): string[] {
  const [base, own] = [recording(target), recording(target, autoscaler)].map(linesOf) as [string[], string[]];
  return [
    ...base.filter((line) => !own.includes(line)).map((line) => `- ${line}`),
    ...own.filter((line) => !base.includes(line)).map((line) => `+ ${line}`),
  ];
}
const shownLines = ({ resources }: TestbedRecording): string[] =>
  lines(resources, 3, (resource) => !isOfCloud(resource));
/** Types and names as they are on any target: without the cluster, what adds nodes, and the images that some targets get from here. */
function common(made: TestbedRecording): string[] {
  const graph = graphOf(made.resources);
  return made.resources
    .map(nameOf)
    .filter((name) => ![name, ...graph.ancestors(name)].some((one) => /^testbed:cluster:|:\w+ node-scaler/.test(one)))
    .map((name) => name.replace(/testbed-(test-)?/, ''))
    .toSorted();
}
const groups: Readonly<Record<string, readonly string[]>> = {
  'with charts': ['kind', 'eks', 'existing'],
  'without charts': ['local', 'existing without charts'],
};
const ran = (target: string) => autoscalers.filter((autoscaler) => recorded.has(keyOf(target, autoscaler)));

describe.each(targetNames)('on %s', (target) => {
  it('has these resources', () => {
    expect(shownLines(recording(target))).toMatchSnapshot();
  });

  it('has these namespaces, and an HPA for the application', () => {
    const namespaces = objects(recording(target)).filter((object) => kindOf(object) === 'Namespace');
    const prefix = targets[target]?.name === 'existing' ? 'testbed-test-' : '';
    const app = prefix === '' ? 'testbed-' : prefix;
    expect(namespaces.map((object) => metadataOf(object).name)).toEqual(
      expect.arrayContaining([`${app}app`, `${app}load`, `${prefix}monitoring`]),
    );
    const [hpa, ...others] = objects(recording(target)).filter(
      (object) => kindOf(object) === 'HorizontalPodAutoscaler',
    );
    expect(others).toEqual([]);
    expect(hpa?.inputs).toMatchObject({
      metadata: { namespace: `${app}app` },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'sample' } },
    });
  });

  it('has the same resources each time', async () => {
    const again = await recordCase(target, DEFAULT);
    expect(lines(again.resources)).toEqual(lines(recording(target).resources));
  });
});

describe.each(Object.entries(groups))('variants %s', (_, [first = '', ...others]) => {
  it('differ from the default by these resources', () => {
    expect(Object.fromEntries(ran(first).map((name) => [name, difference(first, name, shownLines)]))).toMatchSnapshot();
  });

  it.each(others)('differ on %s by the same', (other) => {
    for (const name of ran(first).filter((variant) => ran(other).includes(variant)))
      expect([name, difference(other, name, common)]).toEqual([name, difference(first, name, common)]);
  });
});

it.each(Object.keys(options))('%s differs from the default by these resources', (option) => {
  const target = recorded.has(keyOf('kind', option)) ? 'kind' : 'local';
  expect(difference(target, option, shownLines)).toMatchSnapshot();
});

it('refuses what a target cannot run, before anything is there', () => {
  expect(Object.fromEntries(refused)).toMatchSnapshot();
});

/** What each variant scales with, in the application's namespace. */
const scalers: Readonly<Record<string, readonly string[]>> = {
  fixed: [],
  'hpa-cpu': ['HorizontalPodAutoscaler'],
  'hpa-memory': ['HorizontalPodAutoscaler'],
  'hpa-requests': ['HorizontalPodAutoscaler'],
  'hpa-external': ['HorizontalPodAutoscaler'],
  'hpa-multi': ['HorizontalPodAutoscaler'],
  'hpa-istio': ['HorizontalPodAutoscaler'],
  'hpa-istio-annotations': ['HorizontalPodAutoscaler'],
  'keda-prometheus': ['ScaledObject'],
  'keda-istio': ['ScaledObject'],
  'keda-cron': ['ScaledObject'],
  'keda-cpu': ['ScaledObject'],
  'keda-zero': ['ScaledObject'],
  vpa: ['VerticalPodAutoscaler'],
  'vpa+hpa-requests': ['HorizontalPodAutoscaler', 'VerticalPodAutoscaler'],
  'vpa+keda-prometheus': ['ScaledObject', 'VerticalPodAutoscaler'],
};
/** Add-ons, by their components' names, that are there for a variant only. */
const brought: Readonly<Record<string, readonly string[]>> = {
  'hpa-requests': ['prometheus-adapter'],
  'hpa-external': ['prometheus-adapter'],
  'hpa-multi': ['prometheus-adapter'],
  'hpa-istio': ['prometheus-adapter'],
  'hpa-istio-annotations': ['kube-metrics-adapter'],
  'keda-prometheus': ['keda'],
  'keda-istio': ['keda'],
  'keda-cron': ['keda'],
  'keda-cpu': ['keda'],
  'keda-zero': ['keda'],
  vpa: ['vpa'],
  'vpa+hpa-requests': ['prometheus-adapter', 'vpa'],
  'vpa+keda-prometheus': ['keda', 'vpa'],
};
const optional = [...new Set(Object.values(brought).flat())];

describe.each(autoscalers)('%s', (autoscaler) => {
  const everywhere = () => targetNames.filter((target) => recorded.has(keyOf(target, autoscaler)));

  it('scales with these objects', () => {
    expect(everywhere().length).toBeGreaterThan(0);
    for (const target of everywhere()) {
      const kinds = objects(recording(target, autoscaler)).map(kindOf);
      const found = kinds.filter((kind) => /^(HorizontalPodAutoscaler|ScaledObject|VerticalPodAutoscaler)$/.test(kind));
      expect([target, found.toSorted()]).toEqual([target, scalers[autoscaler]]);
    }
  });

  it('brings these add-ons and no others', () => {
    for (const target of everywhere()) {
      const components = recording(target, autoscaler).resources.filter(isOf('testbed:addons:'));
      const names = components.map(({ name }) => name).filter((name) => optional.includes(name));
      expect([target, names.toSorted()]).toEqual([target, brought[autoscaler] ?? []]);
    }
  });

  it('is there after the application and the add-ons, and before the experiment', () => {
    for (const target of everywhere()) {
      const { resources } = recording(target, autoscaler);
      const graph = graphOf(resources);
      const inside = (component: string) =>
        resources.map(nameOf).filter((name) => graph.ancestors(name).some((one) => one.endsWith(` ${component}`)));
      const own = resources.filter((resource) => (scalers[autoscaler] ?? []).includes(kindOf(resource)));
      for (const scaler of own) {
        const before = graph.before(nameOf(scaler));
        for (const component of ['sample', ...(brought[autoscaler] ?? [])]) {
          const missing = inside(component).filter((name) => !before.has(name) && name !== nameOf(scaler));
          expect([target, component, missing]).toEqual([target, component, []]);
        }
        expect([...graph.before('testbed:index:Experiment experiment')]).toContain(nameOf(scaler));
      }
    }
  });
});

it('has an expectation for every variant', () => {
  expect(Object.keys(scalers).toSorted()).toEqual(autoscalers.toSorted());
});

/** What every recording has to fulfil: the rule, and the resources that break it. */
const rules: Readonly<Record<string, (recording: TestbedRecording) => string[]>> = {
  'a Kubernetes object has the one explicit provider of its cluster': ({ resources }) => {
    const providers = resources.filter(isOf('pulumi:providers:kubernetes')).map(nameOf);
    const wrong = resources.filter(isOf('kubernetes:')).filter(({ provider }) => provider !== providers[0]);
    return [...wrong.map(nameOf), ...providers.slice(1)];
  },
  'a resource of AWS has the one explicit provider of its account': ({ resources }) => {
    const [aws] = resources.filter(isOf('pulumi:providers:aws')).map(nameOf);
    return resources
      .filter(({ type }) => /^(aws|eks):/.test(type))
      .filter(({ provider }) => !provider.split(',').includes(aws ?? 'none'))
      .map(nameOf);
  },
  'no secret stands in a plain input': ({ resources }) =>
    resources.filter(({ plainInputs }) => hasSecret(plainInputs)).map(nameOf),
  'no secret is a plain output of the stack': ({ outputs }) =>
    Object.entries(outputs).flatMap(([name, { value, secret }]) => (!secret && hasSecret(value) ? [name] : [])),
  'the kubeconfig is a secret output': ({ outputs }) => (outputs['kubeconfig']?.secret === true ? [] : ['kubeconfig']),
  'what experiments run against is a secret output, the same as the experiment has': ({ outputs, resources }) => {
    const [experiment] = resources.filter(isOf('testbed:index:Experiment'));
    if (experiment === undefined) return Object.keys(outputs).filter((name) => name === 'target');
    const { value, secret } = outputs['target'] ?? {};
    const keys = Object.keys(experiment.inputs['target'] as object);
    return secret === true && keys.every((key) => key in (value as object)) ? [] : ['target'];
  },
  'an object comes after its namespace': (made) => {
    const graph = graphOf(made.resources);
    const all = objects(made);
    const namespaces = new Map(
      all.filter((object) => kindOf(object) === 'Namespace').map((object) => [metadataOf(object).name, nameOf(object)]),
    );
    return all
      .filter((object) => {
        const home = namespaces.get(metadataOf(object).namespace ?? '');
        return home !== undefined && !graph.before(nameOf(object)).has(home);
      })
      .map(nameOf);
  },
  'a custom resource comes after its definition': (made) => {
    const graph = graphOf(made.resources);
    const definitions = objects(made).filter((object) => kindOf(object) === 'CustomResourceDefinition');
    return objects(made).flatMap((object) => {
      const group = /:([^:/]+)\/[^:]+:/.exec(object.type)?.[1] ?? '';
      const plural = `${kindOf(object).toLowerCase()}s.${group}`;
      const definition = definitions.find((one) => metadataOf(one).name === plural);
      return definition === undefined || graph.before(nameOf(object)).has(nameOf(definition)) ? [] : [nameOf(object)];
    });
  },
  "an object's name is ours to say: none is left to Pulumi but that of a ConfigMap": (made) =>
    objects(made)
      .filter((object) => metadataOf(object).name === undefined && kindOf(object) !== 'ConfigMap')
      .map(nameOf),
  'a namespace of ours has exactly one NetworkPolicy, which takes every pod': (made) => {
    const all = objects(made);
    const policies = all.filter((object) => kindOf(object) === 'NetworkPolicy');
    return all
      .filter((object) => kindOf(object) === 'Namespace')
      .filter((object) => {
        const own = policies.filter((policy) => metadataOf(policy).namespace === metadataOf(object).name);
        return own.length !== 1 || JSON.stringify(own[0]?.inputs['spec']).includes('"podSelector":{}') === false;
      })
      .map((object) => metadataOf(object).name);
  },
  // What starts while the load runs takes from the nodes that are measured.
  'the experiment comes after every object': (made) => {
    const experiment = made.resources.find(isOf('testbed:index:Experiment'));
    if (experiment === undefined) return [];
    const before = graphOf(made.resources).before(nameOf(experiment));
    return made.resources
      .filter(isOf('kubernetes:'))
      .map(nameOf)
      .filter((name) => !before.has(name));
  },
  'what removes a ScaledObject for certain goes before it': ({ resources }) =>
    resources
      .filter(isOf('testbed:index:Removal'))
      .filter(
        (removal) => ![...graphOf(resources).before(nameOf(removal))].some((name) => name.includes(':ScaledObject ')),
      )
      .map(nameOf),
};

/** The mark of the mocks' secrets, in plain or in base64, or a field that would hold a password or key. */
function hasSecret(value: unknown): boolean {
  const text = JSON.stringify(value) ?? '';
  const encoded = Buffer.from(MARK).toString('base64').slice(0, -4);
  return (
    text.includes(MARK) ||
    text.includes(encoded) ||
    /"[\w.-]*(password|client-key-data|tls\.key|secretAccessKey)":"(?!\[secret\]|")/i.test(text)
  );
}

describe.each(Object.entries(rules))('%s', (_, broken) => {
  it('on every target with every variant', () => {
    const found = [...recorded]
      .map(([name, made]) => [name, broken(made)] as const)
      .filter(([, list]) => list.length > 0);
    expect(Object.fromEntries(found)).toEqual({});
  });
});
