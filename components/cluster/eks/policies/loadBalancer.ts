import { allow, document, type Conditions, type Place, type PolicyDocument } from './document';

const TAG = 'elbv2.k8s.aws/cluster';

/**
 * Rights of the AWS load balancer controller, after its "IAM policy" (release 3), and narrower: only what has or gets this cluster's tag,
 * and nothing for WAF, Shield and Cognito, which the testbed has no use for.
 */
export function loadBalancerPolicy(
  { partition, region, account }: Place,
  cluster: string,
  vpcArn: string,
): PolicyDocument {
  const has: Conditions = { StringEquals: { [`aws:ResourceTag/${TAG}`]: cluster } };
  const gets: Conditions = { StringEquals: { [`aws:RequestTag/${TAG}`]: cluster } };
  const here: Conditions = { StringEquals: { 'aws:RequestedRegion': region } };
  const elb = (...kinds: string[]) =>
    kinds.map((kind) => `arn:${partition}:elasticloadbalancing:${region}:${account}:${kind}`);
  const groups = `arn:${partition}:ec2:${region}:${account}:security-group/*`;
  const elbActions = (...names: string[]) => names.map((name) => `elasticloadbalancing:${name}`);
  const balancers = elb('loadbalancer/app/*/*', 'loadbalancer/net/*/*');
  const targets = elb('targetgroup/*/*');
  const listeners = elb('listener/app/*/*/*', 'listener/net/*/*/*');
  const rules = elb('listener-rule/app/*/*/*/*', 'listener-rule/net/*/*/*/*');

  return document(
    allow('ServiceRole', ['iam:CreateServiceLinkedRole'], '*', {
      StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' },
    }),
    allow(
      'Read',
      [
        ...[
          'AccountAttributes',
          'Addresses',
          'AvailabilityZones',
          'CoipPools',
          'Instances',
          'InternetGateways',
          'IpamPools',
          'NetworkInterfaces',
          'RouteTables',
          'SecurityGroups',
          'Subnets',
          'Tags',
          'VpcPeeringConnections',
          'Vpcs',
        ].map((what) => `ec2:Describe${what}`),
        'ec2:GetCoipPoolUsage',
        'ec2:GetSecurityGroupsForVpc',
        ...elbActions(
          ...[
            'CapacityReservation',
            'ListenerAttributes',
            'ListenerCertificates',
            'Listeners',
            'LoadBalancerAttributes',
            'LoadBalancers',
            'Rules',
            'SSLPolicies',
            'Tags',
            'TargetGroupAttributes',
            'TargetGroups',
            'TargetHealth',
            'TrustStores',
          ].map((what) => `Describe${what}`),
        ),
        'acm:DescribeCertificate',
        'acm:ListCertificates',
      ],
      '*',
      here,
    ),
    // Security groups: made in this VPC with the tag, then changed by the tag.
    allow('CreateGroups', ['ec2:CreateSecurityGroup'], groups, gets),
    allow('CreateGroupsIn', ['ec2:CreateSecurityGroup'], vpcArn),
    allow('TagNewGroups', ['ec2:CreateTags'], groups, {
      StringEquals: { ...gets['StringEquals'], 'ec2:CreateAction': 'CreateSecurityGroup' },
    }),
    allow('TagOwnGroups', ['ec2:CreateTags', 'ec2:DeleteTags'], groups, has),
    allow(
      'ChangeOwnGroups',
      ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress', 'ec2:DeleteSecurityGroup'],
      groups,
      has,
    ),
    // The balancers reach the pods through the nodes' security group, which EKS makes and tags.
    allow('OpenNodes', ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'], groups, {
      StringEquals: { [`aws:ResourceTag/kubernetes.io/cluster/${cluster}`]: 'owned' },
    }),
    allow(
      'Create',
      elbActions('CreateLoadBalancer', 'CreateTargetGroup', 'CreateListener', 'CreateRule'),
      [...balancers, ...targets, ...listeners, ...rules],
      gets,
    ),
    allow('CreateUnderOwn', elbActions('CreateListener', 'CreateRule'), [...balancers, ...listeners], has),
    allow('TagNew', elbActions('AddTags'), [...balancers, ...targets, ...listeners, ...rules], {
      StringEquals: {
        ...gets['StringEquals'],
        'elasticloadbalancing:CreateAction': [
          'CreateLoadBalancer',
          'CreateTargetGroup',
          'CreateListener',
          'CreateRule',
        ],
      },
    }),
    allow('TagOwn', elbActions('AddTags', 'RemoveTags'), [...balancers, ...targets, ...listeners, ...rules], has),
    allow(
      'ChangeOwn',
      elbActions(
        'AddListenerCertificates',
        'DeleteListener',
        'DeleteLoadBalancer',
        'DeleteRule',
        'DeleteTargetGroup',
        'DeregisterTargets',
        'ModifyCapacityReservation',
        'ModifyIpPools',
        'ModifyListener',
        'ModifyListenerAttributes',
        'ModifyLoadBalancerAttributes',
        'ModifyRule',
        'ModifyTargetGroup',
        'ModifyTargetGroupAttributes',
        'RegisterTargets',
        'RemoveListenerCertificates',
        'SetIpAddressType',
        'SetRulePriorities',
        'SetSecurityGroups',
        'SetSubnets',
      ),
      [...balancers, ...targets, ...listeners, ...rules],
      has,
    ),
  );
}
