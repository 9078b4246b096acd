import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { charts } from '../../../stacks/versions';
import type { Cluster, NodeScaler, Placement } from '../../cluster/types';
import { labels } from '../../labels';
import { installChart } from './chart';
import { resources } from './resources';

type KarpenterSettings = Extract<NodeScaler, { kind: 'karpenter' }>;

/** Values of the chart `karpenter`. */
export function karpenterValues(scaler: KarpenterSettings, placement: Placement) {
  return {
    // One: a second would need another node, and only wait for the lease of the first.
    replicas: 1,
    // The account that the cluster gives AWS' rights to.
    serviceAccount: { name: scaler.serviceAccount },
    settings: {
      clusterName: scaler.clusterName,
      interruptionQueue: scaler.interruptionQueue,
      // It asks EKS for the cluster's address and authority.
      eksControlPlane: true,
    },
    controller: { resources: resources('100m', '256Mi', '1Gi') },
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
  };
}

export interface KarpenterChartArgs {
  readonly cluster: Cluster;
  readonly scaler: KarpenterSettings;
}

/** Karpenter by its Helm charts, with the cluster's node class and node pool. They go first, and their nodes with them. */
export class KarpenterChart extends pulumi.ComponentResource {
  constructor(name: string, { cluster, scaler }: KarpenterChartArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:KarpenterChart', name, {}, options);
    const common = { parent: this, cluster };
    const definitions = installChart(
      `${name}-definitions`,
      {
        pin: charts.karpenterDefinitions,
        namespace: scaler.namespace,
        values: {},
        // It has no hooks, and Pulumi sees each definition change.
        mode: 'chart',
      },
      common,
    );
    const controller = installChart(
      name,
      {
        pin: charts.karpenter,
        namespace: scaler.namespace,
        values: karpenterValues(scaler, cluster.placement.system),
        // It has no hooks, and is there as long as the stack.
        mode: 'chart',
        // The other chart has them: what is in this one's directory `crds` would never be updated.
        skipCrds: true,
      },
      { ...common, dependsOn: [definitions] },
    );
    let before = controller;
    // In their order: the pool names the class, and goes before it.
    for (const { apiVersion, kind, metadata, spec } of scaler.objects) {
      before = new kubernetes.apiextensions.CustomResource(
        `${name}-${kind.toLowerCase()}-${metadata.name}`,
        { apiVersion, kind, metadata: { ...metadata, labels: labels(metadata.name, 'nodes') }, spec },
        { parent: this, provider: cluster.provider, dependsOn: [before, controller], deleteBeforeReplace: true },
      );
    }
    this.registerOutputs({});
  }
}
