import * as pulumi from '@pulumi/pulumi';
import { charts } from '../../../stacks/versions';
import type { Cluster, Placement } from '../../cluster/types';
import { installChart } from './chart';
import { releaseName } from './releaseName';
import { resources } from './resources';

export interface MetricsServerValuesArgs {
  /** What its objects are called, the cluster-wide ones as well. */
  readonly name: string;
  /** Whether the kubelets' serving certificates can be verified. */
  readonly kubeletCertificates: boolean;
  /** How often the kubelets are asked, seconds; more than 10. @default 15 */
  readonly resolutionSeconds?: number;
  readonly placement: Placement;
}

/** Values of the chart `metrics-server`. */
export function metricsServerValues(args: MetricsServerValuesArgs) {
  const { name, kubeletCertificates, resolutionSeconds = 15, placement } = args;
  return {
    // Some of its cluster-wide objects are named after the one, some after the other.
    nameOverride: name,
    fullnameOverride: name,
    defaultArgs: [
      '--cert-dir=/tmp',
      '--kubelet-preferred-address-types=InternalIP',
      '--kubelet-use-node-status-port',
      `--metric-resolution=${resolutionSeconds}s`,
    ],
    args: [
      kubeletCertificates
        ? '--kubelet-certificate-authority=/var/run/secrets/kubernetes.io/serviceaccount/ca.crt'
        : '--kubelet-insecure-tls',
    ],
    // A first look at once, where the chart waits 20 s.
    readinessProbe: { initialDelaySeconds: 0, periodSeconds: 1 },
    resources: resources('50m', '64Mi', '256Mi'),
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
  };
}

export interface MetricsServerChartArgs {
  readonly cluster: Cluster;
}

/** The resource metrics API, `metrics.k8s.io`, by the Helm chart of metrics-server. */
export class MetricsServerChart extends pulumi.ComponentResource {
  constructor(name: string, { cluster }: MetricsServerChartArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:MetricsServerChart', name, {}, options);
    installChart(
      name,
      {
        pin: charts.metricsServer,
        namespace: cluster.names.namespace('metrics-server'),
        // The API that it serves.
        allowed: [{ ports: [10250], from: 'anyone' }],
        values: metricsServerValues({
          name: releaseName(charts.metricsServer.chart, cluster.names),
          kubeletCertificates: cluster.capabilities.kubeletCertificates,
          placement: cluster.placement.system,
        }),
        // It has no hooks, and is there as long as the stack.
        mode: 'chart',
      },
      { parent: this, cluster },
    );
    this.registerOutputs({});
  }
}
