/** The whole program without an engine, on every target; what the targets look at before they create anything is answered here. */
import { createTestbed } from '../../stacks/testbed';
import { parseConfig, type RawConfig } from '../../stacks/schema';
import { stringify } from 'yaml';
import type { TargetName } from '../../components/cluster/settings';
import type { Registered } from './mocks';
import { record, valueOf, type RecordedResource } from './record';
import { calls, state } from './recordEks';

jest.mock('../../plugins/testbed/kind/docker', () => ({ dockerProblem: () => Promise.resolve(undefined) }));
jest.mock('../../components/cluster/existing/find', () => ({
  findInstalled: () => Promise.resolve({ identity: 'uid', version: 'v1.36.3', installed: {}, apis: {} }),
}));
jest.mock('../../components/cluster/existing/rights', () => ({
  ...jest.requireActual<object>('../../components/cluster/existing/rights'),
  missingRights: () => Promise.resolve([]),
}));

/** What no plain input or output may hold. */
export const MARK = 'mark-of-a-secret';

const images = { sample: 'registry.example/sample:1' };
const allImages = Object.fromEntries(
  ['sample', 'k6', 'prometheus', 'metrics-server', 'keda-operator', 'keda-adapter', 'prometheus-adapter']
    .concat(['vpa-recommender', 'vpa-updater', 'vpa-admission-controller'])
    .map((name) => [name, `registry.example/${name}:1`]),
);
const kubeconfig = stringify({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'shared',
  contexts: [{ name: 'shared', context: { cluster: 'shared', user: 'me' } }],
  clusters: [{ name: 'shared', cluster: { server: 'https://shared.example' } }],
  users: [{ name: 'me', user: { token: MARK } }],
});

interface Target {
  readonly name: TargetName;
  /** The least configuration with which it runs. */
  readonly config: RawConfig;
}

/** Every target, and the ways of one in which it differs much. */
export const targets: Readonly<Record<string, Target>> = {
  local: { name: 'local', config: {} },
  kind: { name: 'kind', config: { cluster: 'kind' } },
  eks: { name: 'eks', config: { cluster: 'eks', eks: { images } } },
  'eks with Karpenter': { name: 'eks', config: { cluster: 'eks', eks: { images, nodeScaling: 'karpenter' } } },
  existing: { name: 'existing', config: { cluster: 'existing', existing: { kubeconfig, images } } },
  'existing without charts': {
    name: 'existing',
    config: { cluster: 'existing', existing: { kubeconfig, helm: false, images: allImages } },
  },
};

const ownOutputs: Readonly<Record<string, (resource: Registered) => object>> = {
  LocalCluster: () => ({ kubeconfig: MARK, endpoint: 'https://10.64.0.1:6443', addresses: { system: '10.64.0.3' } }),
  KindCluster: () => ({ kubeconfig: MARK }),
  Image: ({ inputs }) => ({ ref: `testbed.local/${String(inputs['image'])}:0123456789abcdef` }),
  KindImage: ({ inputs }) => ({ ref: `testbed.local/${String(inputs['image'])}:0123456789abcdef` }),
  Certificate: () => ({ authority: 'authority', certificate: 'certificate', key: MARK }),
  Experiment: () => ({
    slis: {},
    verdict: 'pass',
    reasons: [],
    warnings: [],
    reactions: [],
    scaleDowns: [],
    slos: [],
    directory: 'results/test',
  }),
};

export interface TestbedRecording {
  readonly resources: readonly RecordedResource[];
  /** The stack's outputs, and which of them are secret. */
  readonly outputs: Readonly<Record<string, { readonly value: unknown; readonly secret: boolean }>>;
}

/**
 * Every resource and output of the testbed with this configuration.
 * @throws ConfigError where the configuration is refused
 */
export async function recordTestbed(raw: RawConfig): Promise<TestbedRecording> {
  const config = parseConfig(raw);
  const { result, resources } = await record(() => createTestbed(config), {
    calls,
    outputs: (resource) => {
      const { type, name, inputs } = resource;
      const [module = '', , own = ''] = type.split(':');
      return module === 'testbed' ? ownOutputs[own]?.(resource) : state[type]?.(name, inputs);
    },
  });
  const outputs = await Promise.all(
    Object.entries(result).map(async ([name, output]) => [name, await valueOf(output)] as const),
  );
  return {
    // Without the properties that are undefined, as they go to the engine.
    resources: resources.map((resource) => JSON.parse(JSON.stringify(resource)) as RecordedResource),
    outputs: Object.fromEntries(outputs),
  };
}
