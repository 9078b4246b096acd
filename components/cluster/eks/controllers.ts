import type * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { LoadBalancing, NodeScaler } from '../types';
import type { ControlPlane } from './controlPlane';
import { Karpenter } from './karpenter';
import { APP_NODES, nodeClassSpec, nodePoolSpec } from './karpenterNodes';
import type { Network } from './network';
import { PodIdentity } from './podIdentity';
import { clusterAutoscalerPolicy } from './policies/clusterAutoscaler';
import type { Place } from './policies/document';
import { loadBalancerPolicy } from './policies/loadBalancer';
import type { EksSettings } from './settings';

const SYSTEM = 'kube-system';

/** The cluster that a controller acts on. */
export interface ControllerArgs {
  /** Name of the component whose children these are. */
  readonly name: string;
  readonly clusterName: string;
  readonly settings: EksSettings;
  readonly cluster: ControlPlane;
  readonly network: Network;
  readonly place: pulumi.Output<Place>;
  readonly tags: Record<string, string>;
}

/** Options of what has children in AWS. */
export interface Nested {
  readonly parent: pulumi.Resource;
  readonly providers: { readonly aws: aws.Provider };
}

/** What a node autoscaler is and may do; none where there is none. */
export function createNodeScaler(
  { name, settings, clusterName, cluster, network, place, tags }: ControllerArgs,
  nested: Nested,
): NodeScaler | undefined {
  const { region } = settings;
  if (settings.nodeScaling === 'none') return undefined;
  const controller = { namespace: SYSTEM, serviceAccount: settings.nodeScaling };
  if (settings.nodeScaling === 'cluster-autoscaler') {
    const policy = JSON.stringify(clusterAutoscalerPolicy(clusterName, region));
    new PodIdentity(`${name}-autoscaler`, { ...controller, clusterName: cluster.clusterName, policy }, nested);
    return { kind: 'cluster-autoscaler', ...controller, clusterName: cluster.clusterName, region };
  }
  const karpenter = new Karpenter(
    `${name}-karpenter`,
    { ...controller, cluster: clusterName, clusterName: cluster.clusterName, place },
    nested,
  );
  const nodeClass = pulumi
    .all([karpenter.nodeRole, pulumi.all(network.privateSubnetIds), cluster.securityGroupId])
    .apply(([nodeRole, subnetIds, securityGroupId]) =>
      nodeClassSpec(settings.karpenter, {
        cluster: clusterName,
        nodeRole,
        subnetIds,
        securityGroupId,
        tags,
      }),
    );
  return {
    kind: 'karpenter',
    ...controller,
    clusterName: cluster.clusterName,
    interruptionQueue: karpenter.queue,
    objects: [
      { apiVersion: 'karpenter.k8s.aws/v1', kind: 'EC2NodeClass', metadata: { name: APP_NODES }, spec: nodeClass },
      {
        apiVersion: 'karpenter.sh/v1',
        kind: 'NodePool',
        metadata: { name: APP_NODES },
        spec: nodePoolSpec(settings.karpenter),
      },
    ],
  };
}

/** What makes load balancers of Ingresses, and what it may do. */
export function createLoadBalancing(
  { name, settings, clusterName, cluster, network, place }: ControllerArgs,
  nested: Nested,
): LoadBalancing {
  const controller = { namespace: SYSTEM, serviceAccount: 'aws-load-balancer-controller' };
  new PodIdentity(
    `${name}-load-balancer`,
    {
      ...controller,
      clusterName: cluster.clusterName,
      policy: pulumi
        .all([place, network.vpc.arn])
        .apply(([where, vpcArn]) => JSON.stringify(loadBalancerPolicy(where, clusterName, vpcArn))),
    },
    nested,
  );
  return { ...controller, clusterName: cluster.clusterName, region: settings.region, vpcId: network.vpc.id };
}
