import * as pulumi from '@pulumi/pulumi';
import { alertmanager, prometheus } from '../../../stacks/versions';
import type { Cluster } from '../../cluster/types';
import { install } from '../install';
import { operatorPlan, type OperatorPlanArgs } from './plan';
import { prometheusRelease } from './release';
import { NAMESPACE, NODE_PORT, PORT, type Monitor } from './types';

export interface PrometheusOperatorArgs extends Pick<OperatorPlanArgs, 'manifests' | 'application' | 'podLabels'> {
  readonly cluster: Cluster;
  /** Id of the monitoring's identity: with another one all objects are replaced, the old ones first. */
  readonly identity: pulumi.Output<string>;
  /** Scrape interval, seconds. @default 5 */
  readonly scrapeSeconds?: number;
}

/**
 * prometheus-operator with a Prometheus, an Alertmanager, kube-state-metrics, node-exporter, monitors and rules. It gives the experiment the
 * same series as the plain `Prometheus`, at the same place.
 */
export class PrometheusOperator extends pulumi.ComponentResource implements Monitor {
  readonly namespace = NAMESPACE;
  readonly service = 'prometheus';
  readonly port = PORT;
  readonly nodePort = NODE_PORT;

  constructor(name: string, args: PrometheusOperatorArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:PrometheusOperator', name, {}, options);
    const { cluster, identity, manifests, application, podLabels, scrapeSeconds = 5 } = args;
    const plan = operatorPlan({
      manifests,
      application,
      podLabels,
      scrapeSeconds,
      kubeletCertificates: cluster.capabilities.kubeletCertificates,
      published: cluster.nodePort !== undefined,
      placement: cluster.placement.system,
      images: {
        prometheus: cluster.image('prometheus'),
        alertmanager: cluster.image('alertmanager'),
        operator: cluster.image('prometheus-operator'),
        reloader: cluster.image('prometheus-config-reloader'),
        kubeStateMetrics: cluster.image('kube-state-metrics'),
        nodeExporter: cluster.image('node-exporter'),
      },
      releases: {
        prometheus: prometheusRelease(prometheus.version),
        alertmanager: alertmanager.version.replace(/^v/, ''),
      },
    });
    install(name, plan, { parent: this, cluster, identity });
    this.registerOutputs({});
  }
}
