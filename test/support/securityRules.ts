import type { Registered } from './mocks';

/** What is not safe about a resource. */
export interface Finding {
  /** The rule's number in Checkov (CKV...) or AWS Security Hub. */
  readonly rule: string;
  readonly resource: string;
  readonly problem: string;
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Inputs of the component `Cluster` of `@pulumi/eks`, which are all that is seen of it. */
export interface EksInputs {
  authenticationMode?: string;
  autoMode?: object;
  corednsAddonOptions?: { enabled?: boolean };
  createInstanceRole?: boolean;
  createOidcProvider?: boolean;
  enabledClusterLogTypes?: string[];
  encryptionConfigKeyArn?: string;
  endpointPrivateAccess?: boolean;
  endpointPublicAccess?: boolean;
  fargate?: boolean | object;
  kubeProxyAddonOptions?: { enabled?: boolean };
  publicAccessCidrs?: string[];
  serviceRole?: string;
  skipDefaultNodeGroup?: boolean;
  skipDefaultSecurityGroups?: boolean;
  storageClasses?: string | object;
  useDefaultVpcCni?: boolean;
  version?: string;
}

/** Inputs of AWS resources that the rules look at; each type has some of them. */
export interface AwsInputs extends EksInputs {
  assumeRolePolicy?: string;
  blockDeviceMappings?: { ebs: { encrypted?: string } }[];
  cidrBlock?: string;
  enableKeyRotation?: boolean;
  kmsKeyId?: string;
  kmsMasterKeyId?: string;
  mapPublicIpOnLaunch?: boolean;
  metadataOptions?: { httpTokens?: string; httpPutResponseHopLimit?: number };
  networkInterfaces?: object[];
  policy?: string;
  policyArn?: string;
  remoteAccess?: object;
  retentionInDays?: number;
  sqsManagedSseEnabled?: boolean;
  subnetIds?: string[];
}

interface Rule {
  /** Where the rule comes from. */
  readonly id: string;
  /** A resource's type, or what it starts with. */
  readonly type: string;
  readonly problem: string;
  readonly isSafe: (inputs: AwsInputs, all: readonly Registered[]) => boolean;
}

/**
 * Rules for AWS resources. Numbers as in Checkov's policy index (https://www.checkov.io/5.Policy%20Index/terraform.html) and in AWS
 * Security Hub (https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html).
 */
export const rules: readonly Rule[] = [
  {
    id: 'CKV_AWS_38 CKV_AWS_39 EKS.1',
    type: 'eks:index:Cluster',
    problem: 'the API server is open to the internet, or not to the VPC',
    isSafe: ({ endpointPrivateAccess, endpointPublicAccess, publicAccessCidrs = [] }) =>
      endpointPrivateAccess === true &&
      (endpointPublicAccess === false ||
        (publicAccessCidrs.length > 0 && !publicAccessCidrs.some((range) => range.endsWith('/0')))),
  },
  {
    id: 'CKV_AWS_37 EKS.8',
    type: 'eks:index:Cluster',
    problem: 'not all logs of the control plane are kept',
    isSafe: ({ enabledClusterLogTypes }) =>
      ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'].every(
        (kind) => enabledClusterLogTypes?.includes(kind) === true,
      ),
  },
  {
    id: 'CKV_AWS_58 EKS.3',
    type: 'eks:index:Cluster',
    problem: 'secrets are not encrypted with a key of the account',
    // The component encrypts secrets, which is all that EKS can encrypt.
    isSafe: ({ encryptionConfigKeyArn }) => Boolean(encryptionConfigKeyArn),
  },
  {
    id: 'EKS user guide, "Cluster access management": aws-auth is deprecated',
    type: 'eks:index:Cluster',
    problem: 'users are in the ConfigMap aws-auth',
    isSafe: ({ authenticationMode }) => authenticationMode === 'API',
  },
  {
    id: 'CKV_AWS_339 EKS.2',
    type: 'eks:index:Cluster',
    problem: 'Kubernetes is older than what EKS supports',
    isSafe: ({ version }) => Number(version?.split('.')[1]) >= 34,
  },
  {
    id: 'docs/eks.md, "What it creates": the component makes the cluster and nothing else',
    type: 'eks:index:Cluster',
    problem: 'the component makes roles, security groups, nodes or add-ons, which no rule sees',
    isSafe: (inputs) =>
      Boolean(inputs.serviceRole) &&
      inputs.skipDefaultSecurityGroups === true &&
      inputs.skipDefaultNodeGroup === true &&
      inputs.createInstanceRole === false &&
      inputs.createOidcProvider === false &&
      inputs.useDefaultVpcCni === true &&
      inputs.kubeProxyAddonOptions?.enabled === false &&
      inputs.corednsAddonOptions?.enabled === false &&
      [inputs.autoMode, inputs.fargate, inputs.storageClasses].every((more) => more === undefined),
  },
  {
    id: 'CKV_AWS_100',
    type: 'aws:eks/nodeGroup:NodeGroup',
    problem: 'nodes take SSH logins',
    isSafe: ({ remoteAccess }) => remoteAccess === undefined,
  },
  {
    id: 'EKS best practices, "Deploy worker nodes onto private subnets"',
    type: 'aws:eks/nodeGroup:NodeGroup',
    problem: 'nodes are in public subnets',
    isSafe: ({ subnetIds = [] }, all) => subnetIds.every((id) => isPrivate(id, all)),
  },
  {
    id: 'CKV_AWS_79 EC2.170',
    type: 'aws:ec2/launchTemplate:LaunchTemplate',
    problem: 'the metadata service takes requests without a token',
    isSafe: ({ metadataOptions }) => metadataOptions?.httpTokens === 'required',
  },
  {
    id: 'CKV_AWS_341',
    type: 'aws:ec2/launchTemplate:LaunchTemplate',
    problem: 'the metadata service answers beyond the machine, so pods have its rights',
    isSafe: ({ metadataOptions }) => metadataOptions?.httpPutResponseHopLimit === 1,
  },
  {
    id: 'CKV_AWS_8',
    type: 'aws:ec2/launchTemplate:LaunchTemplate',
    problem: 'a disk is not encrypted',
    isSafe: ({ blockDeviceMappings = [] }) =>
      blockDeviceMappings.length > 0 && blockDeviceMappings.every(({ ebs }) => ebs.encrypted === 'true'),
  },
  {
    id: 'CKV_AWS_88 EC2.25',
    type: 'aws:ec2/launchTemplate:LaunchTemplate',
    problem: 'machines get public addresses',
    isSafe: ({ networkInterfaces }) => networkInterfaces === undefined,
  },
  {
    id: 'CKV_AWS_130 EC2.15',
    type: 'aws:ec2/subnet:Subnet',
    problem: 'machines get public addresses',
    isSafe: ({ mapPublicIpOnLaunch }) => mapPublicIpOnLaunch === false,
  },
  {
    id: 'CKV2_AWS_12 EC2.2',
    type: 'aws:ec2/vpc:Vpc',
    problem: 'its default security group is open',
    isSafe: (_, all) =>
      all.some(
        ({ type, inputs }) =>
          type === 'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup' &&
          JSON.stringify([inputs['ingress'], inputs['egress']]) === '[[],[]]',
      ),
  },
  {
    id: 'CKV2_AWS_11 EC2.6',
    type: 'aws:ec2/vpc:Vpc',
    problem: 'refused traffic is not logged',
    isSafe: (_, all) =>
      all.some(
        ({ type, inputs }) =>
          type === 'aws:ec2/flowLog:FlowLog' && ['REJECT', 'ALL'].includes(String(inputs['trafficType'])),
      ),
  },
  {
    id: 'CKV_AWS_7 KMS.4',
    type: 'aws:kms/key:Key',
    problem: 'the key is not rotated',
    isSafe: ({ enableKeyRotation }) => enableKeyRotation === true,
  },
  {
    id: 'CKV_AWS_33',
    type: 'aws:kms/key:Key',
    problem: 'anyone may use the key',
    isSafe: ({ policy }) => isClosed(policy),
  },
  {
    id: 'CKV_AWS_158',
    type: 'aws:cloudwatch/logGroup:LogGroup',
    problem: 'logs are not encrypted with a key of the account',
    isSafe: ({ kmsKeyId }) => Boolean(kmsKeyId),
  },
  {
    id: 'CKV_AWS_66',
    type: 'aws:cloudwatch/logGroup:LogGroup',
    problem: 'logs are kept for ever',
    isSafe: ({ retentionInDays = 0 }) => retentionInDays > 0,
  },
  {
    id: 'CKV_AWS_27 SQS.1',
    type: 'aws:sqs/queue:Queue',
    problem: 'messages are not encrypted',
    isSafe: ({ sqsManagedSseEnabled, kmsMasterKeyId }) => sqsManagedSseEnabled === true || Boolean(kmsMasterKeyId),
  },
  {
    id: 'CKV_AWS_168 SQS.3',
    type: 'aws:sqs/queuePolicy:QueuePolicy',
    problem: 'anyone may use the queue',
    isSafe: ({ policy }) => isClosed(policy),
  },
  {
    id: 'CKV_AWS_60 CKV_AWS_61',
    type: 'aws:iam/role:Role',
    problem: 'the role can be taken on by more than one service of AWS',
    isSafe: ({ assumeRolePolicy }) =>
      statements(assumeRolePolicy).every(
        ({ Principal }) => typeof (Principal as { Service?: unknown } | undefined)?.Service === 'string',
      ),
  },
  {
    id: 'CKV_AWS_62 CKV_AWS_63 IAM.1 IAM.21',
    type: 'aws:iam/rolePolicy:RolePolicy',
    problem: 'a whole service, or everything, is allowed',
    isSafe: ({ policy }) => allowed(policy).every(({ actions }) => actions.every((action) => !action.includes('*'))),
  },
  {
    id: 'CKV_AWS_289 CKV_AWS_290 CKV_AWS_355',
    type: 'aws:iam/rolePolicy:RolePolicy',
    problem: 'something can be changed whatever resource it is',
    isSafe: ({ policy }) =>
      allowed(policy).every(({ actions, resources, limits }) => {
        const changes = actions.some((action) => !/:(Describe|Get|List)/.test(action));
        return !changes || !resources.includes('*') || limits.some(isLimit);
      }),
  },
  {
    id: 'CKV_AWS_274',
    type: 'aws:iam/rolePolicyAttachment:RolePolicyAttachment',
    problem: 'a role administers the account',
    isSafe: ({ policyArn = '' }) => !/AdministratorAccess|FullAccess|PowerUser/.test(policyArn),
  },
  {
    id: 'EC2.13 EC2.14 CKV_AWS_24 CKV_AWS_260',
    type: 'aws:ec2/securityGroup',
    problem: 'a security group of ours is one too many: EKS makes the one that is needed',
    isSafe: () => false,
  },
];

/** Every rule that a resource breaks. */
export function findings(resources: readonly Registered[]): Finding[] {
  return resources.flatMap(({ type, name, inputs }) =>
    rules
      .filter((rule) => type.startsWith(rule.type) && !rule.isSafe(inputs as AwsInputs, resources))
      .map(({ id, problem }) => ({ rule: id, resource: `${type} ${name}`, problem })),
  );
}

/** A condition that limits a statement to resources of the cluster, or to one service. */
const isLimit = (key: string): boolean => /^(aws:(ResourceTag|RequestTag)\/|iam:AWSServiceName$)/.test(key);

const list = (value: string | readonly string[] | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? []);

const statements = (policy: unknown): Statement[] =>
  (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;

function allowed(policy: unknown) {
  return statements(policy)
    .filter(({ Effect }) => Effect === 'Allow')
    .map(({ Action, Resource, Condition = {} }) => ({
      actions: list(Action),
      resources: list(Resource),
      limits: Object.values(Condition).flatMap((keys) => Object.keys(keys)),
    }));
}

/** Nothing is allowed to just anyone. */
const isClosed = (policy: unknown): boolean =>
  statements(policy).every(({ Effect, Principal }) => Effect === 'Deny' || !JSON.stringify(Principal).includes('"*"'));

/** The routes of a subnet lead to the internet through a NAT gateway only. */
function isPrivate(subnet: string, all: readonly Registered[]): boolean {
  const association = all.find(
    ({ type, inputs }) => type.endsWith(':RouteTableAssociation') && inputs['subnetId'] === subnet,
  );
  const table = all.find(
    ({ type, inputs }) => type.endsWith(':RouteTable') && inputs['id'] === association?.inputs['routeTableId'],
  );
  const routes = (table?.inputs['routes'] ?? []) as { gatewayId?: string; natGatewayId?: string }[];
  return (
    routes.length > 0 &&
    routes.every(({ gatewayId, natGatewayId }) => gatewayId === undefined && natGatewayId !== undefined)
  );
}
