import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { ROLE } from '../roles';
import type { Placement } from '../types';
import { discoveryTags } from './policies/clusterAutoscaler';
import { architecture, type NodeGroupSettings, type NodeRole } from './settings';

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/**
 * Taints of the nodes of a role. The platform's have none, because what comes with EKS has to find a place; the application's and the load
 * generator's do, so that nothing else runs where it is measured.
 */
export const roleTaints = (role: NodeRole): Taint[] =>
  role === 'system' ? [] : [{ key: ROLE, value: role, effect: 'NoSchedule' }];

/** Where the pods of a role go, whatever groups of that role there are. */
export function placement(role: NodeRole, groups: readonly NodeGroupSettings[]): Placement {
  const taints = [
    ...roleTaints(role),
    ...groups.filter((group) => group.role === role).flatMap((group) => group.taints),
  ];
  const tolerations = taints.map(({ key, effect }) => ({ key, operator: 'Exists', effect }));
  const once = new Map(tolerations.map((toleration) => [`${toleration.key}:${toleration.effect}`, toleration]));
  return { nodeSelector: { [ROLE]: role }, tolerations: [...once.values()] };
}

const EKS_EFFECT = {
  NoSchedule: 'NO_SCHEDULE',
  PreferNoSchedule: 'PREFER_NO_SCHEDULE',
  NoExecute: 'NO_EXECUTE',
} as const satisfies Record<Taint['effect'], string>;

/** What EKS is told about the nodes of a group. */
export function nodeGroupPlan(group: NodeGroupSettings) {
  return {
    amiType:
      architecture(group.instanceTypes[0] ?? '') === 'arm64' ? 'AL2023_ARM_64_STANDARD' : 'AL2023_x86_64_STANDARD',
    capacityType: group.capacity === 'spot' ? 'SPOT' : 'ON_DEMAND',
    labels: { ...group.labels, [ROLE]: group.role },
    taints: [...roleTaints(group.role), ...group.taints].map(({ key, value, effect }) => ({
      key,
      ...(value !== '' && { value }),
      effect: EKS_EFFECT[effect],
    })),
  };
}

/**
 * Tags of a group's Auto Scaling group by which the cluster autoscaler finds it, and knows its nodes' labels and taints when it has none
 * to look at.
 */
export function autoscalerTags(cluster: string, group: NodeGroupSettings): Record<string, string> {
  const template = 'k8s.io/cluster-autoscaler/node-template';
  const taints = [...roleTaints(group.role), ...group.taints];
  return {
    ...discoveryTags(cluster),
    ...Object.fromEntries(
      Object.entries({ ...group.labels, [ROLE]: group.role }).map(([key, value]) => [
        `${template}/label/${key}`,
        value,
      ]),
    ),
    ...Object.fromEntries(taints.map(({ key, value, effect }) => [`${template}/taint/${key}`, `${value}:${effect}`])),
  };
}

export interface NodeGroupArgs {
  /** The cluster, once it is there: the nodes are of its version. */
  readonly cluster: { readonly name: pulumi.Input<string>; readonly version: pulumi.Input<string> };
  /** Name of the cluster, for tags. */
  readonly clusterName: string;
  readonly group: NodeGroupSettings;
  readonly roleArn: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<string>[];
  /** Tags of the machines and disks, which default tags do not reach. */
  readonly tags: Readonly<Record<string, string>>;
  /** What must be there before the nodes, and go after them. */
  readonly after: pulumi.Resource[];
  /** Whether the cluster autoscaler may change the number of nodes. */
  readonly autoscaled: boolean;
}

/** A group of equal nodes that EKS manages. */
export class NodeGroup extends pulumi.ComponentResource {
  readonly nodes: aws.eks.NodeGroup;

  constructor(name: string, args: NodeGroupArgs, options: pulumi.ComponentResourceOptions) {
    super('testbed:eks:NodeGroup', name, {}, options);
    const { group, clusterName } = args;
    const tags = { ...args.tags, Name: `${clusterName}-${group.role}` };
    const template = new aws.ec2.LaunchTemplate(
      name,
      {
        // Pods cannot reach the machine's credentials: version 2 of the service, whose answers do not go beyond the machine.
        metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [
          {
            deviceName: '/dev/xvda',
            ebs: { volumeType: 'gp3', volumeSize: group.diskGiB, encrypted: 'true', deleteOnTermination: 'true' },
          },
        ],
        tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({ resourceType, tags })),
        updateDefaultVersion: true,
      },
      { parent: this },
    );
    this.nodes = new aws.eks.NodeGroup(
      name,
      {
        clusterName: args.cluster.name,
        version: args.cluster.version,
        nodeRoleArn: args.roleArn,
        subnetIds: args.subnetIds,
        instanceTypes: [...group.instanceTypes],
        launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
        scalingConfig: { minSize: group.min, maxSize: group.max, desiredSize: group.min },
        updateConfig: { maxUnavailable: 1 },
        ...nodeGroupPlan(group),
      },
      // The number is the autoscaler's.
      { parent: this, dependsOn: args.after, ignoreChanges: ['scalingConfig.desiredSize'] },
    );
    if (args.autoscaled) this.tagForAutoscaler(name, clusterName, group);
    this.registerOutputs({});
  }

  private tagForAutoscaler(name: string, clusterName: string, group: NodeGroupSettings): void {
    const autoscalingGroupName = this.nodes.resources.apply((resources) => {
      const found = resources[0]?.autoscalingGroups[0]?.name;
      if (found === undefined) throw new Error(`EKS gave the node group ${name} no Auto Scaling group`);
      return found;
    });
    Object.entries(autoscalerTags(clusterName, group)).forEach(([key, value], index) => {
      new aws.autoscaling.Tag(
        `${name}-${index}`,
        { autoscalingGroupName, tag: { key, value, propagateAtLaunch: false } },
        { parent: this },
      );
    });
  }
}
