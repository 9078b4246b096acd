import * as pulumi from '@pulumi/pulumi';
import { Eks } from '../../components/cluster/eks';
import { eksSettings } from '../../components/cluster/eks/settings';
import type { Registered } from './mocks';

/** A resource with what it belongs to and what it waits for, by TYPE NAME. */
export interface Recorded extends Registered {
  readonly parent: string;
  /** Name of the provider that makes it. */
  readonly provider: string;
  /** Names of the providers of what it makes, if it is a component. */
  readonly providers: readonly string[];
  readonly dependencies: readonly string[];
  /** Those that an input brings, by its name: what a remote component makes waits for these only. */
  readonly inputDependencies: Readonly<Record<string, readonly string[]>>;
}
type Edges = Omit<Recorded, keyof Registered>;

export const ACCOUNT = '111122223333';
const arn = (rest: string): string => `arn:aws:${rest}`;

/** What AWS would add to a resource's inputs, as far as the program reads it. */
export const state: Readonly<Record<string, (name: string, inputs: Readonly<Record<string, unknown>>) => object>> = {
  'eks:index:Cluster': (_, { name, version }) => ({
    eksCluster: { name, version, certificateAuthority: { data: 'Y2E=' } },
    core: { endpoint: 'https://eks.example' },
    clusterSecurityGroupId: 'sg-cluster',
  }),
  'aws:kms/key:Key': (name) => ({ arn: arn(`kms:us-east-1:${ACCOUNT}:key/${name}`), keyId: name }),
  'aws:iam/role:Role': (name) => ({ arn: arn(`iam::${ACCOUNT}:role/${name}`), name }),
  'aws:ec2/vpc:Vpc': (name) => ({ arn: arn(`ec2:us-east-1:${ACCOUNT}:vpc/${name}`) }),
  'aws:ec2/eip:Eip': (name) => ({ allocationId: name }),
  'aws:ec2/launchTemplate:LaunchTemplate': () => ({ latestVersion: 1 }),
  'aws:cloudwatch/logGroup:LogGroup': (name) => ({ arn: arn(`logs:us-east-1:${ACCOUNT}:log-group:${name}`) }),
  'aws:cloudwatch/eventRule:EventRule': (name) => ({ arn: arn(`events:us-east-1:${ACCOUNT}:rule/${name}`), name }),
  'aws:sqs/queue:Queue': (name) => ({ arn: arn(`sqs:us-east-1:${ACCOUNT}:${name}`), name, url: `https://sqs/${name}` }),
  'aws:eks/nodeGroup:NodeGroup': (name) => ({ resources: [{ autoscalingGroups: [{ name: `asg-${name}` }] }] }),
};

export const calls: Readonly<Record<string, object>> = {
  'aws:index/getAvailabilityZones:getAvailabilityZones': { names: ['us-east-1a', 'us-east-1b', 'us-east-1c'] },
  'aws:index/getPartition:getPartition': { partition: 'aws' },
  'aws:index/getCallerIdentity:getCallerIdentity': { accountId: ACCOUNT },
};

const shortName = (urn: string): string => urn.split('::').slice(2).join(' ').replace(/^.*\$/, '');
const providerName = (reference: string): string => /::([^:]*)::[^:]*$/.exec(reference)?.[1] ?? '';

/** The value with the name of a resource where it has a resource. */
async function plain(value: unknown): Promise<unknown> {
  if (pulumi.Resource.isInstance(value)) return shortName((await valueOf(value.urn)).value);
  if (Array.isArray(value)) return Promise.all(value.map(plain));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(async ([key, inner]) => [key, await plain(inner)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** Part of the mocks' monitor, which keeps dependencies to itself. */
interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProvider(): string;
  getProvidersMap(): { entries(): Iterable<[string, string]> };
  getDependenciesList(): string[];
  getPropertydependenciesMap(): { entries(): Iterable<[string, { getUrnsList(): string[] }]> };
}
interface Monitor {
  registerResource(request: Request, callback: unknown): Promise<void>;
}

/** The EKS target with these settings, and every resource that it registers. */
export async function recordEks(raw: object = {}): Promise<{ eks: Eks; resources: Recorded[] }> {
  const inputs = new Map<string, Record<string, unknown>>();
  const edges = new Map<string, Edges>();
  await pulumi.runtime.setMocks(
    {
      newResource: async ({ type, name, inputs: given }) => {
        const own = (await plain(given)) as Record<string, unknown>;
        inputs.set(`${type} ${name}`, own);
        return { id: `${type.split(':').at(-1) ?? ''}/${name}`, state: { ...own, ...state[type]?.(name, own) } };
      },
      call: ({ token, provider }) => {
        const result = calls[token];
        if (result === undefined) throw new Error(`The program asks AWS for ${token}`);
        if (!provider?.includes('::eks-aws::'))
          throw new Error(`${token} is asked of ${provider ?? 'the default provider'}`);
        return result;
      },
    },
    'autoscaling-testbed',
    'test',
    false,
  );
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    edges.set(`${request.getType()} ${request.getName()}`, {
      parent: shortName(request.getParent()),
      provider: providerName(request.getProvider()),
      providers: [...request.getProvidersMap().entries()].map(([, reference]) => providerName(reference)),
      dependencies: request.getDependenciesList().map(shortName).toSorted(),
      inputDependencies: Object.fromEntries(
        [...request.getPropertydependenciesMap().entries()].map(([input, urns]) => [
          input,
          urns.getUrnsList().map(shortName).toSorted(),
        ]),
      ),
    });
    return register(request, callback);
  };
  const eks = new Eks('eks', eksSettings.parse({ images: { sample: 'registry.example/sample:1' }, ...raw }));
  await pulumi.runtime.disconnect();
  const resources = [...inputs].map(([key, own]) => {
    const [type = '', name = ''] = key.split(' ');
    // Without the properties that are undefined, as they go to the engine; with the identity that others refer to.
    const sent = JSON.parse(JSON.stringify(own)) as Record<string, unknown>;
    return {
      type,
      name,
      inputs: { ...sent, id: `${type.split(':').at(-1) ?? ''}/${name}` },
      ...(edges.get(key) ?? { parent: '', provider: '', providers: [], dependencies: [], inputDependencies: {} }),
    };
  });
  return { eks, resources };
}

/** The value of an input or output, and whether it is a secret. */
export async function valueOf<T>(input: pulumi.Input<T>): Promise<{ value: T; secret: boolean }> {
  const output = pulumi.output(input) as unknown as pulumi.Output<T>;
  const value = await new Promise<T>((resolve) => output.apply(resolve));
  return { value, secret: await pulumi.isSecret(output) };
}
