import type * as pulumi from '@pulumi/pulumi';
import { AwsLoadBalancerController } from '../components/addons/charts/awsLoadBalancerController';
import { ClusterAutoscaler } from '../components/addons/charts/clusterAutoscaler';
import { KarpenterChart } from '../components/addons/charts/karpenter';
import { MetricsServerChart } from '../components/addons/charts/metricsServer';
import { MetricsServer } from '../components/addons/metricsServer';
import type { Cluster } from '../components/cluster/types';

/** What a cluster has whatever the variant: resource metrics, and the controllers for which it has set up rights. */
export function createPlatform(cluster: Cluster): pulumi.Resource[] {
  return [...createMetricsServer(cluster), ...createNodeScaler(cluster), ...createLoadBalancing(cluster)];
}

/** Resource metrics are wanted by people (kubectl top) whatever the variant. */
function createMetricsServer(cluster: Cluster): pulumi.Resource[] {
  const { provided, helm } = cluster.capabilities;
  if (provided.includes('metrics-server')) return [];
  const Kind = helm ? MetricsServerChart : MetricsServer;
  return [new Kind('metrics-server', { cluster })];
}

function createNodeScaler(cluster: Cluster): pulumi.Resource[] {
  const { nodeScaler: scaler } = cluster;
  switch (scaler?.kind) {
    case undefined:
      return [];
    case 'cluster-autoscaler':
      return [new ClusterAutoscaler('node-scaler', { cluster, scaler })];
    case 'karpenter':
      return [new KarpenterChart('node-scaler', { cluster, scaler })];
  }
}

function createLoadBalancing(cluster: Cluster): pulumi.Resource[] {
  const { loadBalancing: balancing } = cluster;
  return balancing ? [new AwsLoadBalancerController('load-balancing', { cluster, balancing })] : [];
}
