import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { managedRole, PodIdentity, type Controller } from './podIdentity';
import { NODE_POLICIES } from './nodeRole';
import type { Place } from './policies/document';
import { karpenterPolicy, queuePolicy } from './policies/karpenter';
import { trustService } from './policies/trust';

export interface KarpenterArgs extends Controller {
  /** Name of the cluster, for policies and tags. */
  readonly cluster: string;
  /** The same, once the cluster is there. */
  readonly clusterName: pulumi.Input<string>;
  readonly place: pulumi.Output<Place>;
}

/** Events after which a node will be gone, by the name of their rule (Karpenter's reference "CloudFormation"). */
export const interruptionEvents = {
  'scheduled-change': { source: 'aws.health', type: 'AWS Health Event' },
  'spot-interruption': { source: 'aws.ec2', type: 'EC2 Spot Instance Interruption Warning' },
  rebalance: { source: 'aws.ec2', type: 'EC2 Instance Rebalance Recommendation' },
  'state-change': { source: 'aws.ec2', type: 'EC2 Instance State-change Notification' },
} as const;

/** Seconds that an event is kept: later it is of no use. */
const KEEP_SECONDS = 300;

/** What Karpenter needs in AWS: its rights, a role for its nodes, and a queue of interruptions. */
export class Karpenter extends pulumi.ComponentResource {
  /** Name of the nodes' role. */
  readonly nodeRole: pulumi.Output<string>;
  /** Name of the queue of interruptions. */
  readonly queue: pulumi.Output<string>;

  constructor(name: string, args: KarpenterArgs, options: pulumi.ComponentResourceOptions) {
    super('testbed:eks:Karpenter', name, {}, options);
    const child = { parent: this };
    const partition = args.place.apply((place) => place.partition);
    const { role, attachments } = managedRole(
      `${name}-node`,
      trustService('ec2.amazonaws.com'),
      NODE_POLICIES,
      partition,
      child,
    );
    // With this entry the nodes may join; EKS makes it itself for managed groups only.
    const entry = new aws.eks.AccessEntry(
      `${name}-node`,
      { clusterName: args.clusterName, principalArn: role.arn, type: 'EC2_LINUX' },
      { ...child, dependsOn: attachments },
    );
    const queue = this.interruptions(name);
    new PodIdentity(
      `${name}-controller`,
      {
        clusterName: args.clusterName,
        namespace: args.namespace,
        serviceAccount: args.serviceAccount,
        policy: pulumi
          .all([args.place, queue.arn, role.arn])
          .apply(([place, queueArn, nodeRoleArn]) =>
            JSON.stringify(karpenterPolicy({ ...place, cluster: args.cluster, queueArn, nodeRoleArn })),
          ),
      },
      child,
    );
    this.nodeRole = pulumi.all([role.name, entry.id]).apply(([roleName]) => roleName);
    this.queue = queue.name;
    this.registerOutputs({});
  }

  private interruptions(name: string): aws.sqs.Queue {
    const child = { parent: this };
    const queue = new aws.sqs.Queue(
      `${name}-interruptions`,
      { messageRetentionSeconds: KEEP_SECONDS, sqsManagedSseEnabled: true },
      child,
    );
    const rules = Object.entries(interruptionEvents).map(([event, { source, type }]) => {
      const rule = new aws.cloudwatch.EventRule(
        `${name}-${event}`,
        { eventPattern: JSON.stringify({ source: [source], 'detail-type': [type] }) },
        child,
      );
      new aws.cloudwatch.EventTarget(`${name}-${event}`, { rule: rule.name, arn: queue.arn }, child);
      return rule;
    });
    new aws.sqs.QueuePolicy(
      `${name}-interruptions`,
      {
        queueUrl: queue.url,
        policy: pulumi
          .all([queue.arn, ...rules.map(({ arn }) => arn)])
          .apply(([queueArn = '', ...ruleArns]) => JSON.stringify(queuePolicy(queueArn, ruleArns))),
      },
      child,
    );
    return queue;
  }
}
