import * as pulumi from '@pulumi/pulumi';
import { charts } from '../../../stacks/versions';
import type { Cluster, NodeScaler, Placement } from '../../cluster/types';
import { restrictedContainer, restrictedPod } from '../../security';
import { installChart } from './chart';
import { resources } from './resources';

type ClusterAutoscalerSettings = Extract<NodeScaler, { kind: 'cluster-autoscaler' }>;

/** Values of the chart `cluster-autoscaler`. */
export function clusterAutoscalerValues(scaler: ClusterAutoscalerSettings, placement: Placement) {
  return {
    fullnameOverride: 'cluster-autoscaler',
    cloudProvider: 'aws',
    awsRegion: scaler.region,
    // It finds its node groups by the tags that the chart derives from this name.
    autoDiscovery: { clusterName: scaler.clusterName },
    // The account that the cluster gives AWS' rights to.
    rbac: { serviceAccount: { name: scaler.serviceAccount } },
    securityContext: restrictedPod,
    containerSecurityContext: restrictedContainer,
    resources: resources('50m', '128Mi', '512Mi'),
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
  };
}

export interface ClusterAutoscalerArgs {
  readonly cluster: Cluster;
  readonly scaler: ClusterAutoscalerSettings;
}

/** The cluster autoscaler by its Helm chart: it adds nodes for pods that find no place, and removes those that are not needed. */
export class ClusterAutoscaler extends pulumi.ComponentResource {
  constructor(name: string, { cluster, scaler }: ClusterAutoscalerArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:ClusterAutoscaler', name, {}, options);
    installChart(
      name,
      {
        pin: charts.clusterAutoscaler,
        namespace: scaler.namespace,
        values: clusterAutoscalerValues(scaler, cluster.placement.system),
        // It has no hooks, and is there as long as the stack.
        mode: 'chart',
      },
      { parent: this, cluster },
    );
    this.registerOutputs({});
  }
}
