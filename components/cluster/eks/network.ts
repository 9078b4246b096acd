import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { flowLogPolicy } from './policies/encryption';
import { trustService } from './policies/trust';
import type { EksSettings } from './settings';
import { planSubnets } from './subnets';

export interface NetworkArgs {
  /** Name of the cluster. */
  readonly cluster: string;
  readonly settings: Pick<EksSettings, 'region' | 'vpcCidr' | 'zones' | 'natGateways' | 'logRetentionDays'>;
  /** Log group of the flow logs, and the key that encrypts it. */
  readonly flowLogs: { readonly name: string; readonly keyArn: pulumi.Input<string> };
}

/** Zones that EKS has no control plane in (EKS user guide, "Subnet requirements and considerations"). */
const ZONES_WITHOUT_EKS = ['use1-az3', 'usw1-az2', 'cac1-az3'];
const ANYWHERE = '0.0.0.0/0';

/** A VPC over several zones: nodes in private subnets, which reach the internet through NAT gateways and are not reached from it. */
export class Network extends pulumi.ComponentResource {
  readonly vpc: aws.ec2.Vpc;
  readonly privateSubnetIds: pulumi.Output<string>[];
  readonly publicSubnetIds: pulumi.Output<string>[];

  constructor(name: string, args: NetworkArgs, options: pulumi.ComponentResourceOptions) {
    super('testbed:eks:Network', name, {}, options);
    const { settings, cluster } = args;
    const child = { parent: this };
    const zones = aws.getAvailabilityZonesOutput(
      {
        state: 'available',
        excludeZoneIds: ZONES_WITHOUT_EKS,
        // Neither local zones nor those that an account has to ask for.
        filters: [{ name: 'opt-in-status', values: ['opt-in-not-required'] }],
      },
      child,
    );
    this.vpc = new aws.ec2.Vpc(
      `${name}-vpc`,
      { cidrBlock: settings.vpcCidr, enableDnsHostnames: true, enableDnsSupport: true, tags: { Name: cluster } },
      child,
    );
    const vpcId = this.vpc.id;
    // Without rules: nothing is reachable by mistake.
    new aws.ec2.DefaultSecurityGroup(`${name}-default-group`, { vpcId, ingress: [], egress: [] }, child);
    this.logFlows(name, args);

    const gateway = new aws.ec2.InternetGateway(`${name}-internet`, { vpcId, tags: { Name: cluster } }, child);
    const toInternet = new aws.ec2.RouteTable(
      `${name}-public`,
      { vpcId, routes: [{ cidrBlock: ANYWHERE, gatewayId: gateway.id }], tags: { Name: `${cluster}-public` } },
      child,
    );

    const plan = planSubnets(settings.vpcCidr, settings.zones).map((ranges, index) => ({
      ranges,
      index,
      zone: zones.apply(({ names }) => zoneAt(names, index, settings)),
    }));
    const publicSubnets = plan.map(({ ranges, index, zone }) => {
      const subnet = new aws.ec2.Subnet(
        `${name}-public-${index}`,
        {
          vpcId,
          cidrBlock: ranges.public,
          availabilityZone: zone,
          mapPublicIpOnLaunch: false,
          // Load balancers that face the internet are put here.
          tags: { Name: `${cluster}-public-${index}`, 'kubernetes.io/role/elb': '1' },
        },
        child,
      );
      const route = new aws.ec2.RouteTableAssociation(
        `${name}-public-${index}`,
        { subnetId: subnet.id, routeTableId: toInternet.id },
        child,
      );
      return { subnet, route };
    });

    const nats = publicSubnets
      .slice(0, settings.natGateways === 'one' ? 1 : settings.zones)
      .map(({ subnet, route }, index) => {
        const address = new aws.ec2.Eip(
          `${name}-nat-${index}`,
          { domain: 'vpc', tags: { Name: `${cluster}-nat-${index}` } },
          child,
        );
        return new aws.ec2.NatGateway(
          `${name}-nat-${index}`,
          { subnetId: subnet.id, allocationId: address.allocationId, tags: { Name: `${cluster}-${index}` } },
          { ...child, dependsOn: [gateway, route] },
        );
      });
    const tables = nats.map(
      (nat, index) =>
        new aws.ec2.RouteTable(
          `${name}-private-${index}`,
          {
            vpcId,
            routes: [{ cidrBlock: ANYWHERE, natGatewayId: nat.id }],
            tags: { Name: `${cluster}-private-${index}` },
          },
          child,
        ),
    );
    const privateRoutes = plan.map(({ ranges, index, zone }) => {
      const table = (tables[index] ?? tables[0]) as aws.ec2.RouteTable;
      const subnet = new aws.ec2.Subnet(
        `${name}-private-${index}`,
        {
          vpcId,
          cidrBlock: ranges.private,
          availabilityZone: zone,
          mapPublicIpOnLaunch: false,
          tags: { Name: `${cluster}-private-${index}`, 'kubernetes.io/role/internal-elb': '1' },
        },
        child,
      );
      const route = new aws.ec2.RouteTableAssociation(
        `${name}-private-${index}`,
        { subnetId: subnet.id, routeTableId: table.id },
        child,
      );
      return { subnet, route };
    });
    // Layers of ECR's images lie in S3: without the NAT gateway's price for data.
    new aws.ec2.VpcEndpoint(
      `${name}-s3`,
      {
        vpcId,
        vpcEndpointType: 'Gateway',
        serviceName: `com.amazonaws.${settings.region}.s3`,
        routeTableIds: tables.map(({ id }) => id),
      },
      child,
    );

    this.publicSubnetIds = publicSubnets.map(({ subnet }) => subnet.id);
    // Through the routes, so that no node starts before it reaches the registries.
    this.privateSubnetIds = privateRoutes.map(({ subnet, route }) =>
      pulumi.all([subnet.id, route.id]).apply(([id]) => id),
    );
    this.registerOutputs({ vpcId });
  }

  /** What was refused is logged, not everything: AWS Security Hub's EC2.6 asks for that, and the rest costs. */
  private logFlows(name: string, { cluster, settings, flowLogs }: NetworkArgs): void {
    const child = { parent: this };
    const group = new aws.cloudwatch.LogGroup(
      `${name}-flow-logs`,
      { name: flowLogs.name, retentionInDays: settings.logRetentionDays, kmsKeyId: flowLogs.keyArn },
      { ...child, deleteBeforeReplace: true },
    );
    const role = new aws.iam.Role(
      `${name}-flow-logs`,
      { assumeRolePolicy: JSON.stringify(trustService('vpc-flow-logs.amazonaws.com')) },
      child,
    );
    const rights = new aws.iam.RolePolicy(
      `${name}-flow-logs`,
      { role: role.name, policy: group.arn.apply((arn) => JSON.stringify(flowLogPolicy(arn))) },
      child,
    );
    new aws.ec2.FlowLog(
      `${name}-flow-logs`,
      {
        vpcId: this.vpc.id,
        trafficType: 'REJECT',
        logDestination: group.arn,
        iamRoleArn: role.arn,
        tags: { Name: cluster },
      },
      { ...child, dependsOn: rights },
    );
  }
}

function zoneAt(names: readonly string[], index: number, { region, zones }: { region: string; zones: number }): string {
  const zone = names[index];
  if (zone === undefined) {
    throw new Error(
      `eks.zones is ${zones}: ${region} has only ${names.length} zones that EKS can use (${names.join(', ')})`,
    );
  }
  return zone;
}
