import { allow, document, type Conditions, type Place, type PolicyDocument } from './document';

const POOL = 'karpenter.sh/nodepool';
const CLASS = 'karpenter.k8s.aws/ec2nodeclass';
const REGION = 'topology.kubernetes.io/region';
const CLUSTER = 'eks:eks-cluster-name';

/** What Karpenter's rights are limited to. */
export interface KarpenterScope extends Place {
  readonly cluster: string;
  readonly queueArn: string;
  readonly nodeRoleArn: string;
}

/**
 * Rights of Karpenter's controller, from its reference "CloudFormation" (release 1.14): it makes only what it tags as this cluster's, and
 * changes or deletes only what has these tags. Narrower than there: networks are limited to the account.
 */
export function karpenterPolicy(scope: KarpenterScope): PolicyDocument {
  const { partition, region, account, cluster } = scope;
  const owner = `kubernetes.io/cluster/${cluster}`;
  const ec2 = (owner: string, ...kinds: string[]) =>
    kinds.map((kind) => `arn:${partition}:ec2:${region}:${owner}:${kind}/*`);
  const made = ec2(
    account,
    'fleet',
    'instance',
    'volume',
    'network-interface',
    'launch-template',
    'spot-instances-request',
  );
  const profiles = `arn:${partition}:iam::${account}:instance-profile/*`;

  const has = (tags: Record<string, string>, kind: string): Conditions => ({
    StringEquals: prefixed('aws:ResourceTag', tags),
    StringLike: { [`aws:ResourceTag/${kind}`]: '*' },
  });
  const gets = (tags: Record<string, string>, kind: string): Conditions => ({
    StringEquals: prefixed('aws:RequestTag', { ...tags, [CLUSTER]: cluster }),
    StringLike: { [`aws:RequestTag/${kind}`]: '*' },
  });
  const node = { [owner]: 'owned' };
  const profile = { [owner]: 'owned', [REGION]: region };

  return document(
    // Nodes.
    allow(
      'LaunchFrom',
      ['ec2:RunInstances', 'ec2:CreateFleet'],
      [
        ...ec2('', 'image', 'snapshot'),
        ...ec2(account, 'security-group', 'subnet', 'capacity-reservation', 'placement-group'),
      ],
    ),
    allow(
      'LaunchFromOwnTemplates',
      ['ec2:RunInstances', 'ec2:CreateFleet'],
      ec2(account, 'launch-template'),
      has(node, POOL),
    ),
    allow('LaunchTagged', ['ec2:RunInstances', 'ec2:CreateFleet', 'ec2:CreateLaunchTemplate'], made, gets(node, POOL)),
    allow(
      'TagAtLaunch',
      ['ec2:CreateTags'],
      made,
      and(gets(node, POOL), {
        StringEquals: { 'ec2:CreateAction': ['RunInstances', 'CreateFleet', 'CreateLaunchTemplate'] },
      }),
    ),
    allow(
      'TagOwnNodes',
      ['ec2:CreateTags'],
      ec2(account, 'instance'),
      and(has(node, POOL), {
        StringEqualsIfExists: { [`aws:RequestTag/${CLUSTER}`]: cluster },
        'ForAllValues:StringEquals': { 'aws:TagKeys': [CLUSTER, 'karpenter.sh/nodeclaim', 'Name'] },
      }),
    ),
    allow(
      'DeleteOwn',
      ['ec2:TerminateInstances', 'ec2:DeleteLaunchTemplate'],
      ec2(account, 'instance', 'launch-template'),
      has(node, POOL),
    ),
    // The nodes' role and its instance profiles.
    allow('PassNodeRole', ['iam:PassRole'], scope.nodeRoleArn, {
      StringEquals: { 'iam:PassedToService': ['ec2.amazonaws.com', 'ec2.amazonaws.com.cn'] },
    }),
    allow('CreateProfiles', ['iam:CreateInstanceProfile'], profiles, gets(profile, CLASS)),
    allow('TagOwnProfiles', ['iam:TagInstanceProfile'], profiles, and(has(profile, CLASS), gets(profile, CLASS))),
    allow(
      'ChangeOwnProfiles',
      ['iam:AddRoleToInstanceProfile', 'iam:RemoveRoleFromInstanceProfile', 'iam:DeleteInstanceProfile'],
      profiles,
      has(profile, CLASS),
    ),
    allow('ReadProfiles', ['iam:GetInstanceProfile'], profiles),
    // Those that AWS cannot limit to resources only read.
    allow('ListProfiles', ['iam:ListInstanceProfiles'], '*'),
    allow('FindCluster', ['eks:DescribeCluster'], `arn:${partition}:eks:${region}:${account}:cluster/${cluster}`),
    allow('Interruptions', ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'], scope.queueArn),
    allow('FindImages', ['ssm:GetParameter'], `arn:${partition}:ssm:${region}::parameter/aws/service/*`),
    allow('Prices', ['pricing:GetProducts'], '*'),
    allow(
      'Read',
      [
        'CapacityReservations',
        'Images',
        'Instances',
        'InstanceStatus',
        'InstanceTypeOfferings',
        'InstanceTypes',
        'LaunchTemplates',
        'PlacementGroups',
        'SecurityGroups',
        'SpotPriceHistory',
        'Subnets',
      ].map((what) => `ec2:Describe${what}`),
      '*',
      {
        StringEquals: { 'aws:RequestedRegion': region },
      },
    ),
  );
}

const prefixed = (prefix: string, tags: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]));

/** Both: condition keys of one operator side by side. */
function and(first: Conditions, second: Conditions): Conditions {
  const operators = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(operators.map((operator) => [operator, { ...first[operator], ...second[operator] }]));
}

/** AWS events go to the queue, over TLS only. */
export function queuePolicy(queueArn: string, ruleArns: readonly string[]): PolicyDocument {
  const send = allow('Events', ['sqs:SendMessage'], queueArn, { ArnEquals: { 'aws:SourceArn': ruleArns } });
  const plain = allow('OnlyTls', ['sqs:*'], queueArn, { Bool: { 'aws:SecureTransport': 'false' } });
  return document(
    { ...send, Principal: { Service: 'events.amazonaws.com' } },
    { ...plain, Effect: 'Deny', Principal: '*' },
  );
}
