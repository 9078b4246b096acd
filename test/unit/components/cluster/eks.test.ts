import type { ImageName } from '../../../../toolchain/types';
import { checkov, runCheckov } from '../../../support/checkov';
import { ACCOUNT, recordEks, valueOf, type Recorded } from '../../../support/recordEks';
import { findings, rules, type AwsInputs } from '../../../support/securityRules';

const kinds = {
  default: {},
  karpenter: { nodeScaling: 'karpenter', profile: 'lab' },
  fixed: { nodeScaling: 'none' },
  everything: {
    natGateways: 'per-zone',
    publicAccessCidrs: ['203.0.113.7/32'],
    admins: [`arn:aws:iam::${ACCOUNT}:role/ops`],
    ingress: 'load-balancer',
    tags: { CostCenter: '42' },
    addonVersions: { coredns: 'v1.14.2-eksbuild.4' },
    images: { sample: 'registry.example/sample:1', k6: 'registry.example/k6:1.1.0' },
    nodeGroups: {
      system: { role: 'system' },
      load: { role: 'load', instanceTypes: ['c7i.xlarge'] },
      app: { role: 'app', max: 5 },
      spot: {
        role: 'app',
        capacity: 'spot',
        instanceTypes: ['m7g.large', 'm6g.large'],
        min: 0,
        max: 20,
        diskGiB: 80,
        labels: { 'example.com/team': 'a' },
        taints: [{ key: 'example.com/spot', effect: 'NoExecute' }],
      },
    },
  },
};
type Kind = keyof typeof kinds;

/** Each is recorded once: the AWS library is slow to load. */
let recorded: Record<Kind, Awaited<ReturnType<typeof recordEks>>>;
const said: string[] = [];
beforeAll(async () => {
  const note = (text: unknown) => void said.push(String(text));
  jest.spyOn(console, 'log').mockImplementation(note);
  jest.spyOn(console, 'warn').mockImplementation(note);
  const results: [string, Awaited<ReturnType<typeof recordEks>>][] = [];
  // One after the other: mocks are global.
  for (const [kind, settings] of Object.entries(kinds)) results.push([kind, await recordEks(settings)]);
  recorded = Object.fromEntries(results) as typeof recorded;
  jest.restoreAllMocks();
}, 120_000);

const ofType = (kind: Kind, type: string): Recorded[] =>
  recorded[kind].resources.filter((resource) => resource.type === type || resource.type.split(':').at(-1) === type);
const one = (kind: Kind, type: string, name: string): Recorded => {
  const found = ofType(kind, type).find((resource) => resource.name === name);
  if (found === undefined) throw new Error(`There is no ${type} ${name}`);
  return found;
};
const inputsOf = (kind: Kind, type: string, name: string): Record<string, unknown> => one(kind, type, name).inputs;
const counts = (kind: Kind): Record<string, number> => {
  const types = recorded[kind].resources.map(({ type }) => type.split(':').at(-1) ?? '');
  return Object.fromEntries(types.map((type) => [type, types.filter((other) => other === type).length]));
};

interface PolicyStatement {
  Sid: string;
  Effect: string;
  Action: string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}
const policyOf = (kind: Kind, type: string, name: string): PolicyStatement[] =>
  (JSON.parse(String(inputsOf(kind, type, name)['policy'])) as { Statement: PolicyStatement[] }).Statement;

describe('the resources of an EKS cluster', () => {
  it('are these', () => {
    expect(counts('default')).toEqual({
      Eks: 1,
      Network: 1,
      ControlPlane: 1,
      PodIdentity: 1,
      aws: 1,
      kubernetes: 1,
      Vpc: 1,
      Subnet: 6,
      RouteTable: 2,
      RouteTableAssociation: 6,
      InternetGateway: 1,
      NatGateway: 1,
      Eip: 1,
      VpcEndpoint: 1,
      DefaultSecurityGroup: 1,
      FlowLog: 1,
      Key: 1,
      Alias: 1,
      LogGroup: 2,
      Cluster: 1,
      Addon: 5,
      NodeGroup: 6, // Each a component and what EKS manages.
      LaunchTemplate: 3,
      Tag: 11,
      Role: 6,
      RolePolicy: 2,
      RolePolicyAttachment: 5,
      PodIdentityAssociation: 1,
      StorageClass: 1,
    });
  });

  it('are the same as before', () => {
    const known = recorded.default.resources.map(({ type, name, inputs, parent, dependencies }) => ({
      resource: `${type} ${name}`,
      parent,
      dependencies,
      inputs,
    }));
    expect(known.toSorted((a, b) => (a.resource < b.resource ? -1 : 1))).toMatchSnapshot();
  });

  it('are all made by the one provider of the region, with tags for the bill', () => {
    for (const kind of Object.keys(kinds) as Kind[]) {
      const others = recorded[kind].resources.filter(
        ({ type, provider }) => type.startsWith('aws:') && provider !== 'eks-aws',
      );
      expect(others.map(({ type, name }) => `${type} ${name}`)).toEqual([]);
      // What the component of @pulumi/eks makes, too.
      expect(one(kind, 'eks:index:Cluster', 'eks-cluster').providers).toEqual(['eks-aws']);
    }
    const provider = inputsOf('everything', 'pulumi:providers:aws', 'eks-aws');
    expect(provider['region']).toBe('us-east-1');
    expect(JSON.parse(String(provider['defaultTags']))).toEqual({
      tags: { Project: 'autoscaling-testbed', Stack: 'test', ManagedBy: 'pulumi', CostCenter: '42' },
    });
  });
});

describe('what is said before anything is created', () => {
  it('is what the cluster costs', () => {
    expect(said.find((text) => text.includes('Estimate, not an offer'))).toContain('about $0.57 to $1.62 an hour');
  });

  it('is that the API server is not reached from outside, where it is not', () => {
    const warnings = said.filter((text) => text.includes('eks.publicAccessCidrs is empty'));
    // Once for each of them that lists no range.
    expect(warnings).toHaveLength(3);
  });
});

describe('the network', () => {
  it('has a private and a public subnet in each of three zones', () => {
    const subnets = ofType('default', 'Subnet').map(({ name, inputs }) => [
      name,
      inputs['cidrBlock'],
      inputs['availabilityZone'],
    ]);
    expect(subnets.toSorted()).toEqual([
      ['eks-network-private-0', '10.0.0.0/18', 'us-east-1a'],
      ['eks-network-private-1', '10.0.64.0/18', 'us-east-1b'],
      ['eks-network-private-2', '10.0.128.0/18', 'us-east-1c'],
      ['eks-network-public-0', '10.0.192.0/20', 'us-east-1a'],
      ['eks-network-public-1', '10.0.208.0/20', 'us-east-1b'],
      ['eks-network-public-2', '10.0.224.0/20', 'us-east-1c'],
    ]);
  });

  it('has one way out, or one in each zone where asked', () => {
    expect(counts('default')['NatGateway']).toBe(1);
    expect(counts('everything')).toMatchObject({ NatGateway: 3, Eip: 3, RouteTable: 4 });
    const routes = ofType('everything', 'RouteTableAssociation').map(({ inputs }) => [
      inputs['subnetId'],
      inputs['routeTableId'],
    ]);
    expect(routes).toContainEqual(['Subnet/eks-network-private-2', 'RouteTable/eks-network-private-2']);
  });

  it('says which subnets load balancers go to', () => {
    expect(inputsOf('default', 'Subnet', 'eks-network-public-0')['tags']).toMatchObject({
      'kubernetes.io/role/elb': '1',
    });
    expect(inputsOf('default', 'Subnet', 'eks-network-private-0')['tags']).toMatchObject({
      'kubernetes.io/role/internal-elb': '1',
    });
  });
});

describe('the control plane', () => {
  it('has a pinned version, access entries, encrypted secrets, all logs, and answers inside the VPC', () => {
    // All of it, and nothing else: what is not said here is the component's default.
    expect(inputsOf('default', 'eks:index:Cluster', 'eks-cluster')).toEqual({
      id: 'Cluster/eks-cluster',
      name: 'testbed-test',
      version: '1.36',
      upgradePolicy: { supportType: 'STANDARD' },
      serviceRole: 'aws:iam/role:Role eks-cluster',
      vpcId: 'Vpc/eks-network-vpc',
      privateSubnetIds: [0, 1, 2].map((zone) => `Subnet/eks-network-private-${zone}`),
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
      authenticationMode: 'API',
      accessEntries: {},
      encryptionConfigKeyArn: `arn:aws:kms:us-east-1:${ACCOUNT}:key/eks-key`,
      enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      skipDefaultSecurityGroups: true,
      skipDefaultNodeGroup: true,
      createInstanceRole: false,
      bootstrapSelfManagedAddons: false,
      useDefaultVpcCni: true,
      kubeProxyAddonOptions: expect.objectContaining({ enabled: false }) as object,
      corednsAddonOptions: expect.objectContaining({ enabled: false }) as object,
      createOidcProvider: false,
      clusterTags: { Name: 'testbed-test' },
    });
  });

  it('answers the listed ranges of the internet only', () => {
    expect(inputsOf('everything', 'eks:index:Cluster', 'eks-cluster')).toMatchObject({
      endpointPrivateAccess: true,
      endpointPublicAccess: true,
      publicAccessCidrs: ['203.0.113.7/32'],
    });
  });

  it('waits for its rights, its network and its log group, and goes before them', () => {
    const { inputDependencies } = one('default', 'eks:index:Cluster', 'eks-cluster');
    expect(inputDependencies).toMatchObject({
      // These two only for the order. With dependsOn the component would wait, and what it makes would not go first.
      name: [
        'aws:cloudwatch/logGroup:LogGroup eks-cluster-logs',
        'aws:iam/rolePolicyAttachment:RolePolicyAttachment eks-cluster-AmazonEKSClusterPolicy',
      ],
      encryptionConfigKeyArn: ['aws:kms/key:Key eks-key'],
      privateSubnetIds: expect.arrayContaining([
        'aws:ec2/routeTableAssociation:RouteTableAssociation eks-network-private-2',
      ]) as string[],
    });
  });

  it('gets no output where the component takes values only', () => {
    // The schema's "plain" inputs that are used; an output in one would not be read right.
    const plain = [
      'accessEntries',
      'authenticationMode',
      'corednsAddonOptions',
      'createInstanceRole',
      'kubeProxyAddonOptions',
      'skipDefaultNodeGroup',
      'skipDefaultSecurityGroups',
      'useDefaultVpcCni',
    ];
    const { inputDependencies } = one('everything', 'eks:index:Cluster', 'eks-cluster');
    expect(plain.filter((input) => (inputDependencies[input] ?? []).length > 0)).toEqual([]);
  });

  it('is administered by those who are listed', () => {
    expect(inputsOf('everything', 'eks:index:Cluster', 'eks-cluster')['accessEntries']).toEqual({
      'admin-0': {
        principalArn: `arn:aws:iam::${ACCOUNT}:role/ops`,
        accessPolicies: {
          admin: {
            policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
            accessScope: { type: 'cluster' },
          },
        },
      },
    });
  });

  it('is reached with the profile by the component as well, where there is one', () => {
    expect(inputsOf('default', 'eks:index:Cluster', 'eks-cluster')['providerCredentialOpts']).toBeUndefined();
    expect(inputsOf('karpenter', 'eks:index:Cluster', 'eks-cluster')['providerCredentialOpts']).toEqual({
      profileName: 'lab',
    });
  });

  it('has its logs, like those of the network, kept for a month and encrypted with its key', () => {
    expect(
      ofType('default', 'LogGroup')
        .map(({ inputs }) => [inputs['name'], inputs['retentionInDays']])
        .toSorted(),
    ).toEqual([
      ['/aws/eks/testbed-test/cluster', 30],
      ['/testbed/testbed-test/flow-logs', 30],
    ]);
    // CloudWatch may use the key for these groups only.
    const [, logs] = policyOf('default', 'Key', 'eks-key');
    expect(logs?.Condition).toEqual({
      ArnEquals: {
        'kms:EncryptionContext:aws:logs:arn': [
          `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/aws/eks/testbed-test/cluster`,
          `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/testbed/testbed-test/flow-logs`,
        ],
      },
    });
  });
});

describe('the nodes', () => {
  const group = (kind: Kind, name: string) => inputsOf(kind, 'aws:eks/nodeGroup:NodeGroup', name);

  it('of the application and of the load generator have their taint, those of the platform none', () => {
    const taints = (name: string) => group('default', name)['taints'];
    expect(taints('eks-system')).toEqual([]);
    expect(taints('eks-app')).toEqual([{ key: 'autoscaling-testbed/role', value: 'app', effect: 'NO_SCHEDULE' }]);
    expect(taints('eks-load')).toEqual([{ key: 'autoscaling-testbed/role', value: 'load', effect: 'NO_SCHEDULE' }]);
  });

  it('are on demand or spot, of a size, number, and kind', () => {
    expect(group('everything', 'eks-app')).toMatchObject({
      capacityType: 'ON_DEMAND',
      amiType: 'AL2023_x86_64_STANDARD',
    });
    expect(group('everything', 'eks-spot')).toMatchObject({
      capacityType: 'SPOT',
      amiType: 'AL2023_ARM_64_STANDARD',
      instanceTypes: ['m7g.large', 'm6g.large'],
      scalingConfig: { minSize: 0, maxSize: 20, desiredSize: 0 },
      labels: { 'autoscaling-testbed/role': 'app', 'example.com/team': 'a' },
      taints: [
        { key: 'autoscaling-testbed/role', value: 'app', effect: 'NO_SCHEDULE' },
        { key: 'example.com/spot', effect: 'NO_EXECUTE' },
      ],
    });
  });

  it('start from a template with encrypted disks, metadata that pods do not reach, and tags', () => {
    const template = inputsOf('everything', 'LaunchTemplate', 'eks-spot');
    expect(template).toMatchObject({
      metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { encrypted: 'true', volumeType: 'gp3', volumeSize: 80 } }],
    });
    const specifications = template['tagSpecifications'] as { resourceType: string; tags: object }[];
    expect(specifications.map(({ resourceType }) => resourceType)).toEqual(['instance', 'volume', 'network-interface']);
    expect(specifications[0]?.tags).toMatchObject({ Stack: 'test', CostCenter: '42' });
    expect(group('everything', 'eks-spot')['launchTemplate']).toEqual({ id: 'LaunchTemplate/eks-spot', version: '1' });
  });

  it('wait for the network plug-in, which goes after them, and the DNS waits for nodes', () => {
    expect(one('default', 'aws:eks/nodeGroup:NodeGroup', 'eks-app').dependencies).toEqual(
      expect.arrayContaining([
        'aws:eks/addon:Addon eks-vpc-cni',
        'aws:eks/addon:Addon eks-kube-proxy',
        'aws:eks/addon:Addon eks-eks-pod-identity-agent',
        'aws:iam/rolePolicyAttachment:RolePolicyAttachment eks-node-AmazonEKSWorkerNodePolicy',
      ]),
    );
    expect(one('default', 'Addon', 'eks-coredns').dependencies).toContain('aws:eks/nodeGroup:NodeGroup eks-system');
  });

  it('may only join and pull images', () => {
    const policies = ofType('default', 'RolePolicyAttachment').filter(({ name }) => name.startsWith('eks-node-'));
    expect(policies.map(({ inputs }) => inputs['policyArn'])).toEqual([
      'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy',
      'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
    ]);
  });

  it('are where the pods of their role go, and only those', () => {
    const role = 'autoscaling-testbed/role';
    const toleration = { key: role, operator: 'Exists', effect: 'NoSchedule' };
    expect(recorded.default.eks.placement).toEqual({
      app: { nodeSelector: { [role]: 'app' }, tolerations: [toleration] },
      system: { nodeSelector: { [role]: 'system' }, tolerations: [] },
      load: { nodeSelector: { [role]: 'load' }, tolerations: [toleration] },
    });
    expect(recorded.everything.eks.placement.app.tolerations).toEqual([
      toleration,
      { key: 'example.com/spot', operator: 'Exists', effect: 'NoExecute' },
    ]);
    expect(recorded.karpenter.eks.placement.app.tolerations).toEqual([toleration]);
  });
});

describe('rights in AWS', () => {
  it('are given by Pod Identity, each to one service account', () => {
    const associations = (kind: Kind) =>
      ofType(kind, 'PodIdentityAssociation').map(({ inputs }) => [
        inputs['namespace'],
        inputs['serviceAccount'],
        inputs['roleArn'],
      ]);
    const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
    expect(associations('default')).toEqual([['kube-system', 'cluster-autoscaler', role('eks-autoscaler')]]);
    expect(associations('karpenter')).toEqual([['kube-system', 'karpenter', role('eks-karpenter-controller')]]);
    expect(associations('fixed')).toEqual([]);
    expect(associations('everything')).toContainEqual([
      'kube-system',
      'aws-load-balancer-controller',
      role('eks-load-balancer'),
    ]);
    for (const addon of ['vpc-cni', 'aws-ebs-csi-driver'])
      expect(inputsOf('default', 'Addon', `eks-${addon}`)['podIdentityAssociations']).toMatchObject([
        { roleArn: role(`eks-${addon}`) },
      ]);
  });

  it('let the cluster autoscaler change groups of this cluster only', () => {
    const changing = policyOf('default', 'RolePolicy', 'eks-autoscaler').filter(({ Action }) =>
      Action.some((action) => !/:(Describe|Get)/.test(action)),
    );
    expect(changing).toEqual([
      {
        Sid: 'ScaleOwnGroups',
        Effect: 'Allow',
        Action: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
        Resource: '*',
        Condition: {
          StringEquals: {
            'aws:ResourceTag/k8s.io/cluster-autoscaler/enabled': 'true',
            'aws:ResourceTag/k8s.io/cluster-autoscaler/testbed-test': 'owned',
          },
        },
      },
    ]);
  });

  it('go with tags on the groups, from which it also knows the nodes of an empty group', () => {
    const tags = ofType('everything', 'Tag').filter(({ inputs }) => inputs['autoscalingGroupName'] === 'asg-eks-spot');
    const pairs = tags
      .map(({ inputs }) => inputs['tag'] as { key: string; value: string })
      .map(({ key, value }) => [key, value]);
    expect(Object.fromEntries(pairs)).toEqual({
      'k8s.io/cluster-autoscaler/enabled': 'true',
      'k8s.io/cluster-autoscaler/testbed-test': 'owned',
      'k8s.io/cluster-autoscaler/node-template/label/example.com/team': 'a',
      'k8s.io/cluster-autoscaler/node-template/label/autoscaling-testbed/role': 'app',
      'k8s.io/cluster-autoscaler/node-template/taint/autoscaling-testbed/role': 'app:NoSchedule',
      'k8s.io/cluster-autoscaler/node-template/taint/example.com/spot': ':NoExecute',
    });
    expect(counts('karpenter')['Tag']).toBeUndefined();
  });

  it('fit into a role: 10,240 characters', () => {
    for (const kind of Object.keys(kinds) as Kind[])
      for (const { inputs } of ofType(kind, 'RolePolicy')) expect(String(inputs['policy']).length).toBeLessThan(10_240);
  });

  it('for load balancers are there only when an ingress asks for them', () => {
    expect(recorded.default.eks.loadBalancing).toBeUndefined();
    expect(recorded.default.resources.map(({ name }) => name)).not.toContain('eks-load-balancer');
    expect(recorded.everything.eks.loadBalancing).toMatchObject({
      namespace: 'kube-system',
      serviceAccount: 'aws-load-balancer-controller',
    });
    const unlimited = policyOf('everything', 'RolePolicy', 'eks-load-balancer').filter(
      ({ Action, Condition }) =>
        Condition === undefined && Action.some((action) => !/:(Describe|Get|List)/.test(action)),
    );
    // The VPC is the limit.
    expect(unlimited.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
      ['CreateGroupsIn', `arn:aws:ec2:us-east-1:${ACCOUNT}:vpc/eks-network-vpc`],
    ]);
  });
});

describe('Karpenter', () => {
  it('has a queue of what will end a node, over TLS and from these rules only', () => {
    expect(inputsOf('karpenter', 'Queue', 'eks-karpenter-interruptions')).toMatchObject({
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
    });
    const rulesOf = ofType('karpenter', 'EventRule').map(
      ({ inputs }) => JSON.parse(String(inputs['eventPattern'])) as object,
    );
    expect(rulesOf).toEqual([
      { source: ['aws.health'], 'detail-type': ['AWS Health Event'] },
      { source: ['aws.ec2'], 'detail-type': ['EC2 Spot Instance Interruption Warning'] },
      { source: ['aws.ec2'], 'detail-type': ['EC2 Instance Rebalance Recommendation'] },
      { source: ['aws.ec2'], 'detail-type': ['EC2 Instance State-change Notification'] },
    ]);
    expect(counts('karpenter')['EventTarget']).toBe(4);
    const [send, deny] = policyOf('karpenter', 'QueuePolicy', 'eks-karpenter-interruptions');
    expect((send?.Condition?.['ArnEquals']?.['aws:SourceArn'] as string[]).length).toBe(4);
    expect(deny).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
  });

  it('may delete only what it has tagged as its own, and give its nodes their role only', () => {
    const statement = (sid: string) =>
      policyOf('karpenter', 'RolePolicy', 'eks-karpenter-controller').find(({ Sid }) => Sid === sid);
    expect(statement('DeleteOwn')).toEqual({
      Sid: 'DeleteOwn',
      Effect: 'Allow',
      Action: ['ec2:TerminateInstances', 'ec2:DeleteLaunchTemplate'],
      Resource: [`arn:aws:ec2:us-east-1:${ACCOUNT}:instance/*`, `arn:aws:ec2:us-east-1:${ACCOUNT}:launch-template/*`],
      Condition: {
        StringEquals: { 'aws:ResourceTag/kubernetes.io/cluster/testbed-test': 'owned' },
        StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': '*' },
      },
    });
    expect(statement('PassNodeRole')?.Resource).toBe(`arn:aws:iam::${ACCOUNT}:role/eks-karpenter-node`);
    // Both statements' conditions are there when two are joined.
    expect(statement('TagOwnProfiles')?.Condition).toEqual({
      StringEquals: {
        'aws:ResourceTag/kubernetes.io/cluster/testbed-test': 'owned',
        'aws:ResourceTag/topology.kubernetes.io/region': 'us-east-1',
        'aws:RequestTag/kubernetes.io/cluster/testbed-test': 'owned',
        'aws:RequestTag/topology.kubernetes.io/region': 'us-east-1',
        'aws:RequestTag/eks:eks-cluster-name': 'testbed-test',
      },
      StringLike: {
        'aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass': '*',
        'aws:RequestTag/karpenter.k8s.aws/ec2nodeclass': '*',
      },
    });
  });

  it('has nodes that may join', () => {
    expect(inputsOf('karpenter', 'AccessEntry', 'eks-karpenter-node')).toMatchObject({
      type: 'EC2_LINUX',
      principalArn: `arn:aws:iam::${ACCOUNT}:role/eks-karpenter-node`,
    });
  });

  it("makes the application's nodes, as safe as the others", async () => {
    const scaler = recorded.karpenter.eks.nodeScaler;
    if (scaler?.kind !== 'karpenter') throw new Error(`The scaler is ${String(scaler?.kind)}`);
    const [nodeClass, nodePool] = await Promise.all(
      scaler.objects.map(async ({ apiVersion, kind, spec }) => {
        const { value } = await valueOf(spec);
        return { apiVersion, kind, spec: value };
      }),
    );
    expect(nodeClass).toMatchObject({
      apiVersion: 'karpenter.k8s.aws/v1',
      kind: 'EC2NodeClass',
      spec: {
        role: 'eks-karpenter-node',
        subnetSelectorTerms: [0, 1, 2].map((zone) => ({ id: `Subnet/eks-network-private-${zone}` })),
        securityGroupSelectorTerms: [{ id: 'sg-cluster' }],
        metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [{ ebs: { encrypted: true, volumeSize: '40Gi' } }],
        tags: { Stack: 'test' },
      },
    });
    expect(nodePool).toMatchObject({
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      spec: {
        limits: { cpu: '40' },
        template: {
          metadata: { labels: { 'autoscaling-testbed/role': 'app' } },
          spec: { taints: [{ key: 'autoscaling-testbed/role', value: 'app', effect: 'NoSchedule' }] },
        },
      },
    });
  });
});

describe('what the rest of the testbed gets', () => {
  it('is a kubeconfig without a key, and still a secret', async () => {
    const { value, secret } = await valueOf(recorded.default.eks.kubeconfig);
    expect(secret).toBe(true);
    expect(JSON.parse(value)).toMatchObject({
      'current-context': 'testbed-test',
      clusters: [{ cluster: { server: 'https://eks.example', 'certificate-authority-data': 'Y2E=' } }],
      users: [
        { user: { exec: { command: 'aws', args: expect.arrayContaining(['get-token', 'testbed-test']) as string[] } } },
      ],
    });
    expect(value).not.toMatch(/"token"|client-key|password/);
  });

  it('are images of registries: as configured, or else upstream', async () => {
    const image = async (kind: Kind, name: ImageName) => (await valueOf(recorded[kind].eks.image(name))).value;
    expect(await image('default', 'sample')).toBe('registry.example/sample:1');
    expect(await image('default', 'k6')).toMatch(/^docker\.io\/grafana\/k6:1\.1\.0@sha256:[0-9a-f]{64}$/);
    expect(await image('everything', 'k6')).toBe('registry.example/k6:1.1.0');
    expect(recorded.default.eks.capabilities).toMatchObject({ localImages: false, helm: true });
  });

  it('has versions of the add-ons where they are pinned', () => {
    expect(inputsOf('everything', 'Addon', 'eks-coredns')['addonVersion']).toBe('v1.14.2-eksbuild.4');
    expect(inputsOf('default', 'Addon', 'eks-vpc-cni')['configurationValues']).toBe('{"enableNetworkPolicy":"true"}');
  });

  it('is an encrypted default storage class', () => {
    expect(inputsOf('default', 'StorageClass', 'eks-storage')).toMatchObject({
      provisioner: 'ebs.csi.aws.com',
      parameters: { type: 'gp3', encrypted: 'true' },
    });
  });
});

describe('security', () => {
  it.each(Object.keys(kinds) as Kind[])('has no finding in the cluster %s', (kind) => {
    expect(findings(recorded[kind].resources)).toEqual([]);
  });

  /** One fault a rule: it changes the inputs of the first resource of the type. */
  const faults: Record<string, (inputs: AwsInputs) => unknown> = {
    'the API server is open to the internet, or not to the VPC': (inputs) =>
      Object.assign(inputs, { endpointPublicAccess: true, publicAccessCidrs: ['0.0.0.0/0'] }),
    'not all logs of the control plane are kept': (inputs) => inputs.enabledClusterLogTypes?.pop(),
    'secrets are not encrypted with a key of the account': (inputs) => delete inputs.encryptionConfigKeyArn,
    'users are in the ConfigMap aws-auth': (inputs) => (inputs.authenticationMode = 'API_AND_CONFIG_MAP'),
    'Kubernetes is older than what EKS supports': (inputs) => (inputs.version = '1.30'),
    'the component makes roles, security groups, nodes or add-ons, which no rule sees': (inputs) =>
      delete inputs.skipDefaultSecurityGroups,
    'nodes take SSH logins': (inputs) => (inputs.remoteAccess = { ec2SshKey: 'mine' }),
    'nodes are in public subnets': (inputs) => (inputs.subnetIds = ['Subnet/eks-network-public-0']),
    'the metadata service takes requests without a token': (inputs) =>
      (inputs.metadataOptions = { ...inputs.metadataOptions, httpTokens: 'optional' }),
    'the metadata service answers beyond the machine, so pods have its rights': (inputs) =>
      (inputs.metadataOptions = { ...inputs.metadataOptions, httpPutResponseHopLimit: 2 }),
    'a disk is not encrypted': (inputs) => inputs.blockDeviceMappings?.push({ ebs: {} }),
    'machines get public addresses': (inputs) =>
      Object.assign(inputs, 'cidrBlock' in inputs ? { mapPublicIpOnLaunch: true } : { networkInterfaces: [{}] }),
    'the key is not rotated': (inputs) => (inputs.enableKeyRotation = false),
    'anyone may use the key': (inputs) => (inputs.policy = inputs.policy?.replace(/"AWS":"[^"]*"/, '"AWS":"*"')),
    'logs are not encrypted with a key of the account': (inputs) => delete inputs.kmsKeyId,
    'logs are kept for ever': (inputs) => delete inputs.retentionInDays,
    'messages are not encrypted': (inputs) => delete inputs.sqsManagedSseEnabled,
    'anyone may use the queue': (inputs) => (inputs.policy = inputs.policy?.replace(/"Service":"[^"]*"/, '"AWS":"*"')),
    'the role can be taken on by more than one service of AWS': (inputs) =>
      (inputs.assumeRolePolicy = inputs.assumeRolePolicy?.replace(/"Service":"[^"]*"/, '"AWS":"*"')),
    'a whole service, or everything, is allowed': (inputs) =>
      (inputs.policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: ['ec2:*'], Resource: ['x'] }] })),
    'something can be changed whatever resource it is': (inputs) =>
      (inputs.policy = JSON.stringify({
        Statement: [{ Effect: 'Allow', Action: 'ec2:TerminateInstances', Resource: '*' }],
      })),
    'a role administers the account': (inputs) => (inputs.policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess'),
  };

  it.each(rules.filter(({ problem }) => problem in faults).map((rule) => [rule.id, rule] as const))(
    'finds a fault against %s',
    (_, rule) => {
      const resources = JSON.parse(JSON.stringify(recorded.karpenter.resources)) as Recorded[];
      const broken = resources.find(({ type }) => type === rule.type);
      if (broken === undefined) throw new Error(`There is no ${rule.type}`);
      faults[rule.problem]?.(broken.inputs);
      expect(findings(resources)).toContainEqual({
        rule: rule.id,
        resource: `${broken.type} ${broken.name}`,
        problem: rule.problem,
      });
    },
  );

  it('finds what is missing or too much', () => {
    const without = (type: string) =>
      findings(recorded.default.resources.filter((resource) => !resource.type.endsWith(`:${type}`)));
    expect(without('DefaultSecurityGroup').map(({ problem }) => problem)).toEqual([
      'its default security group is open',
    ]);
    expect(without('FlowLog').map(({ problem }) => problem)).toEqual(['refused traffic is not logged']);
    const group = { type: 'aws:ec2/securityGroup:SecurityGroup', name: 'mine', inputs: {} };
    expect(findings([group])).toHaveLength(1);
  });

  it('has a fault for every rule', () => {
    const others = ['its default security group is open', 'refused traffic is not logged', rules.at(-1)?.problem];
    expect(
      rules.map(({ problem }) => problem).filter((problem) => !(problem in faults) && !others.includes(problem)),
    ).toEqual([]);
  });
});

// Only where there is one: CHECKOV=PATH npm test -- --unit cluster/eks.test
if (checkov !== undefined) {
  describe('Checkov', () => {
    const meant = [
      // A testbed's logs are kept for a month.
      'CKV_AWS_338 aws_cloudwatch_log_group.eks-cluster-logs',
      'CKV_AWS_338 aws_cloudwatch_log_group.eks-network-flow-logs',
      // Its list of versions ends before the newest.
      'CKV_AWS_339 aws_eks_cluster.eks-cluster',
    ];
    // For listed ranges only, which a rule of ours checks.
    const open = 'CKV_AWS_39 aws_eks_cluster.eks-cluster';

    it.each(Object.keys(kinds) as Kind[])(
      'has nothing else to say about the cluster %s',
      (kind) => {
        const { failed, passed } = runCheckov(checkov ?? '', recorded[kind].resources);
        expect(failed).toEqual(kind === 'everything' ? [...meant, open].toSorted() : meant);
        expect(passed).toBeGreaterThan(80);
      },
      120_000,
    );
  });
}
