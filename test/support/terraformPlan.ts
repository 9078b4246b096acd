import type { Recorded } from './recordEks';

/** Names of Terraform that differ from Pulumi's by more than their spelling. */
const TYPES: Readonly<Record<string, string>> = {
  'aws:autoscaling/tag:Tag': 'aws_autoscaling_group_tag',
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': 'aws_default_security_group',
  'aws:kms/key:Key': 'aws_kms_key',
  'aws:kms/alias:Alias': 'aws_kms_alias',
};
const WITH_MODULE = ['iam', 'sqs', 'eks', 'cloudwatch'];
const BLOCKS: Readonly<Record<string, string>> = {
  podIdentityAssociations: 'pod_identity_association',
  routes: 'route',
  tagSpecifications: 'tag_specifications',
  taints: 'taint',
};
/** Maps that are values, and not blocks. */
const VALUES = ['tags', 'labels'];
/** Inputs whose references the checks follow, and the types they lead to. */
const REFERENCES: Readonly<Record<string, string>> = {
  vpc_id: 'aws_vpc',
  subnet_ids: 'aws_subnet',
  allocation_id: 'aws_eip',
};

/** The cluster that the component of `@pulumi/eks` makes of its inputs (nodejs/eks/cluster/cluster.ts of its v4.3.0). */
function madeByComponent({ inputs, ...rest }: Recorded): Recorded {
  const { id, name, version, bootstrapSelfManagedAddons, enabledClusterLogTypes, upgradePolicy } = inputs;
  const { privateSubnetIds: subnetIds, endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs } = inputs;
  const { authenticationMode, encryptionConfigKeyArn: keyArn, deletionProtection, serviceRole, clusterTags } = inputs;
  return {
    ...rest,
    type: 'aws:eks/cluster:Cluster',
    inputs: {
      ...{ id, name, version, bootstrapSelfManagedAddons, enabledClusterLogTypes, upgradePolicy, deletionProtection },
      roleArn: serviceRole,
      vpcConfig: { subnetIds, endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs },
      accessConfig: { authenticationMode, bootstrapClusterCreatorAdminPermissions: true },
      ...(keyArn !== undefined && { encryptionConfig: { provider: { keyArn }, resources: ['secrets'] } }),
      tags: clusterTags,
    },
  };
}

const snake = (name: string): string => name.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

function typeOf(token: string): string {
  const [, module = '', name = ''] = /^aws:([^/]+)\/[^:]+:(.+)$/.exec(token) ?? [];
  return TYPES[token] ?? ['aws', ...(WITH_MODULE.includes(module) ? [module] : []), snake(name)].join('_');
}

function valueOf(key: string, value: unknown): unknown {
  if (VALUES.includes(key) || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry: unknown) => (isBlock(entry) ? blockOf(entry) : entry));
  return [blockOf(value)];
}

const isBlock = (value: unknown): value is object => typeof value === 'object' && value !== null;

const blockOf = (value: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([key, inner]) => [BLOCKS[key] ?? snake(key), valueOf(key, inner)]));

/** The AWS resources in the form of a Terraform plan, as far as a policy checker reads it. */
export function terraformPlan(resources: readonly Recorded[]): object {
  const own = resources
    .map((resource) => (resource.type === 'eks:index:Cluster' ? madeByComponent(resource) : resource))
    .filter(({ type }) => type.startsWith('aws:'));
  const address = ({ type, name }: { type: string; name: string }): string => `${typeOf(type)}.${name}`;
  const common = (resource: Recorded) => ({
    address: address(resource),
    mode: 'managed',
    type: typeOf(resource.type),
    name: resource.name,
  });
  const addresses = new Map(own.map((resource) => [`${resource.type} ${resource.name}`, address(resource)]));
  const planned = own.map((resource) => ({ ...common(resource), values: blockOf(resource.inputs) }));
  const configured = own.map((resource) => {
    const targets = resource.dependencies.flatMap((dependency) => addresses.get(dependency) ?? []);
    const expressions = Object.entries(REFERENCES)
      .filter(([key]) => key in blockOf(resource.inputs))
      .map(([key, type]) => {
        const found = targets.filter((target) => target.startsWith(`${type}.`));
        return [key, { references: found.flatMap((target) => [`${target}.id`, target]) }];
      });
    return { ...common(resource), provider_config_key: 'aws', expressions: Object.fromEntries(expressions) as object };
  });
  return {
    format_version: '1.2',
    terraform_version: '1.9.0',
    planned_values: { root_module: { resources: planned } },
    resource_changes: planned.map(({ values, ...rest }) => ({
      ...rest,
      change: { actions: ['create'], before: null, after: values, after_unknown: {} },
    })),
    configuration: { root_module: { resources: configured } },
  };
}
