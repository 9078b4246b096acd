import * as pulumi from '@pulumi/pulumi';
import { charts } from '../../../stacks/versions';
import type { Cluster, LoadBalancing, Placement } from '../../cluster/types';
import { restrictedContainer, restrictedPod } from '../../security';
import { installChart } from './chart';
import { resources } from './resources';

/** Values of the chart `aws-load-balancer-controller`. */
export function awsLoadBalancerControllerValues(balancing: LoadBalancing, placement: Placement) {
  return {
    fullnameOverride: 'aws-load-balancer-controller',
    clusterName: balancing.clusterName,
    region: balancing.region,
    vpcId: balancing.vpcId,
    // The account that the cluster gives AWS' rights to.
    serviceAccount: { name: balancing.serviceAccount },
    // One: a second would only wait for the lease of the first.
    replicaCount: 1,
    // It would be asked about every Service of the cluster, and none could be made while it is not there.
    enableServiceMutatorWebhook: false,
    // An update would make another certificate, which the running pod does not know.
    keepTLSSecret: true,
    podSecurityContext: restrictedPod,
    securityContext: restrictedContainer,
    resources: resources('50m', '128Mi', '256Mi'),
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
  };
}

export interface AwsLoadBalancerControllerArgs {
  readonly cluster: Cluster;
  readonly balancing: LoadBalancing;
}

/** The AWS load balancer controller by its Helm chart: a load balancer for each ingress of the class `alb`. */
export class AwsLoadBalancerController extends pulumi.ComponentResource {
  constructor(name: string, args: AwsLoadBalancerControllerArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:AwsLoadBalancerController', name, {}, options);
    const { cluster, balancing } = args;
    installChart(
      name,
      {
        pin: charts.awsLoadBalancerController,
        namespace: balancing.namespace,
        values: awsLoadBalancerControllerValues(balancing, cluster.placement.system),
        // Rendering makes a certificate for its webhooks: as a chart each preview would show another.
        mode: 'release',
      },
      { parent: this, cluster },
    );
    this.registerOutputs({});
  }
}
