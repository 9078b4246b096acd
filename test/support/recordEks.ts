import * as pulumi from '@pulumi/pulumi';
import { Eks } from '../../components/cluster/eks';
import { eksSettings } from '../../components/cluster/eks/settings';
import type { Registered } from './mocks';

/** A resource with what it belongs to and what it waits for, by TYPE NAME. */
export interface Recorded extends Registered {
  readonly parent: string;
  /** Name of the provider that makes it. */
  readonly provider: string;
  readonly dependencies: readonly string[];
}

export const ACCOUNT = '111122223333';
const arn = (rest: string): string => `arn:aws:${rest}`;

/** What AWS would add to a resource's inputs, as far as the program reads it. */
const state: Readonly<Record<string, (name: string) => object>> = {
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

const calls: Readonly<Record<string, object>> = {
  'aws:index/getAvailabilityZones:getAvailabilityZones': { names: ['us-east-1a', 'us-east-1b', 'us-east-1c'] },
  'aws:index/getPartition:getPartition': { partition: 'aws' },
  'aws:index/getCallerIdentity:getCallerIdentity': { accountId: ACCOUNT },
};

const shortName = (urn: string): string => urn.split('::').slice(2).join(' ').replace(/^.*\$/, '');

/** Part of the mocks' monitor, which keeps dependencies to itself. */
interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProvider(): string;
  getDependenciesList(): string[];
}
interface Monitor {
  registerResource(request: Request, callback: unknown): Promise<void>;
}

/** The EKS target with these settings, and every resource that it registers. */
export async function recordEks(raw: object = {}): Promise<{ eks: Eks; resources: Recorded[] }> {
  const inputs = new Map<string, Record<string, unknown>>();
  const edges = new Map<string, { parent: string; provider: string; dependencies: string[] }>();
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs: given }) => {
        const own = given as Record<string, unknown>;
        inputs.set(`${type} ${name}`, own);
        const extra =
          type === 'aws:eks/cluster:Cluster'
            ? {
                endpoint: 'https://eks.example',
                certificateAuthority: { data: 'Y2E=' },
                vpcConfig: { ...(own['vpcConfig'] as object), clusterSecurityGroupId: 'sg-cluster' },
              }
            : state[type]?.(name);
        return { id: `${type.split(':').at(-1) ?? ''}/${name}`, state: { ...own, ...extra } };
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
      provider: /::([^:]*)::[^:]*$/.exec(request.getProvider())?.[1] ?? '',
      dependencies: request.getDependenciesList().map(shortName).toSorted(),
    });
    return register(request, callback);
  };
  const eks = new Eks('eks', eksSettings.parse({ images: { sample: 'registry.example/sample:1' }, ...raw }));
  await pulumi.runtime.disconnect();
  const resources = [...inputs].map(([key, own]) => {
    const [type = '', name = ''] = key.split(' ');
    // Without the properties that are undefined, as they go to the engine; with the identity that others refer to.
    const plain = JSON.parse(JSON.stringify(own)) as Record<string, unknown>;
    return {
      type,
      name,
      inputs: { ...plain, id: `${type.split(':').at(-1) ?? ''}/${name}` },
      ...(edges.get(key) ?? { parent: '', provider: '', dependencies: [] }),
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
