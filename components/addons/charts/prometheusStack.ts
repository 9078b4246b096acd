import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { charts } from '../../../stacks/versions';
import type { Cluster } from '../../cluster/types';
import { labels } from '../../labels';
import { ingressPolicy } from '../../networkPolicies';
import { install } from '../install';
import { Dashboards } from '../monitoring/dashboards';
import { applicationObjects, prometheusService, ruleObject, type Application } from '../monitoring/plan';
import { platformRules } from '../monitoring/rules';
import { NODE_PORT, PORT, type Monitor } from '../monitoring/types';
import { installChart } from './chart';
import { kubePrometheusStackValues, NAME } from './kubePrometheusStack';

export interface PrometheusStackArgs {
  readonly cluster: Cluster;
  /** Id of the monitoring's identity: with another one all objects are replaced, the old ones first. */
  readonly identity: pulumi.Output<string>;
  /** Undefined: there is none to watch. */
  readonly application?: Application;
  /** Labels of Prometheus' pod besides the operator's. @default none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Scrape interval, seconds. @default 5 */
  readonly scrapeSeconds?: number;
}

/**
 * The chart kube-prometheus-stack: what `PrometheusOperator` makes from manifests, and Grafana with the testbed's dashboards. It gives the
 * experiment the same series as the plain `Prometheus`.
 */
export class PrometheusStack extends pulumi.ComponentResource implements Monitor {
  readonly namespace: string;
  readonly service = 'prometheus';
  readonly port = PORT;
  readonly nodePort = NODE_PORT;

  constructor(name: string, args: PrometheusStackArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:PrometheusStack', name, {}, options);
    const { cluster, identity, application, podLabels, scrapeSeconds = 5 } = args;
    this.namespace = cluster.names.namespace('monitoring');
    const nodeExporterNamespace = cluster.names.namespace('node-exporter');
    const nodeExporter = new kubernetes.core.v1.Namespace(
      `${name}-node-exporter-namespace`,
      {
        metadata: identity.apply(() => ({
          name: nodeExporterNamespace,
          labels: {
            ...labels('node-exporter', 'monitoring'),
            // The chart's pods always mount /proc and /sys of the node, which a lower level forbids.
            'pod-security.kubernetes.io/enforce': 'privileged',
          },
        })),
      },
      { parent: this, provider: cluster.provider, dependsOn: cluster.ready, deleteBeforeReplace: true },
    );
    new kubernetes.networking.v1.NetworkPolicy(
      `${name}-node-exporter-network-policy`,
      ingressPolicy({
        namespace: nodeExporter.metadata.name,
        name: 'node-exporter',
        component: 'monitoring',
        // Prometheus, which is in another namespace.
        allowed: [{ ports: [9100], from: 'anyone' }],
      }),
      { parent: this, provider: cluster.provider, deleteBeforeReplace: true, deletedWith: nodeExporter },
    );
    const stack = installChart(
      name,
      {
        pin: charts.kubePrometheusStack,
        namespace: this.namespace,
        release: NAME,
        allowed: [
          // Add-ons, the node port, and the API server's proxy, through which the experiment asks.
          { ports: [PORT], from: 'anyone' },
          // The metrics of the others, Alertmanager's alerts, and Grafana's questions.
          { ports: [3000, 8080, 9093], from: 'namespace' },
        ],
        values: kubePrometheusStackValues({
          namespace: this.namespace,
          nodeExporterNamespace,
          scrapeSeconds,
          kubeletCertificates: cluster.capabilities.kubeletCertificates,
          podLabels,
          placement: cluster.placement.system,
        }),
        // One resource, which `monitoring: basic` replaces; and rendering makes another password for Grafana each time.
        mode: 'release',
      },
      { parent: this, cluster, identity, dependsOn: [nodeExporter] },
    );
    const service = prometheusService(`${NAME}-prometheus`, {
      namespace: this.namespace,
      published: cluster.nodePort !== undefined,
    });
    // After the chart, which brings their definitions. Helm does not wait for Prometheus; the Service of ours does.
    install(
      name,
      [
        [
          ruleObject('platform', this.namespace, platformRules),
          ...(application ? applicationObjects(application) : []),
        ],
        [service],
      ],
      { parent: this, cluster, identity, after: [stack] },
    );
    new Dashboards(name, { cluster, namespace: this.namespace, after: [stack] }, { parent: this });
    this.registerOutputs({});
  }
}
