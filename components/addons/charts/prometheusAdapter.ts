import * as pulumi from '@pulumi/pulumi';
import { charts } from '../../../stacks/versions';
import type { AdapterRules, PrometheusService } from '../../autoscalers/types';
import type { Cluster, Placement } from '../../cluster/types';
import { certificateFor } from '../serving';
import { installChart } from './chart';
import { releaseName } from './releaseName';
import { controllerResources } from './resources';

/** The adapter's serving certificate, PEM. */
export interface ServingCertificate {
  readonly authority: pulumi.Input<string>;
  readonly certificate: pulumi.Input<string>;
  readonly key: pulumi.Input<string>;
}

export interface PrometheusAdapterValuesArgs {
  /** What its objects are called, the cluster-wide ones as well. */
  readonly name: string;
  readonly prometheus: PrometheusService;
  readonly rules: AdapterRules;
  /** How often it looks for new series, seconds. @default 10 */
  readonly relistSeconds?: number;
  readonly certificate: ServingCertificate;
  readonly placement: Placement;
}

/** For how long a series without new samples still counts as one, seconds. */
const MAX_AGE_SECONDS = 300;

const healthz = { httpGet: { path: '/healthz', port: 'https', scheme: 'HTTPS' }, timeoutSeconds: 5 };

/** Values of the chart `prometheus-adapter`. */
export function prometheusAdapterValues(args: PrometheusAdapterValuesArgs) {
  const { name, prometheus, rules, relistSeconds = 10, certificate, placement } = args;
  return {
    // Some of its cluster-wide objects are named after the one, some after the other.
    nameOverride: name,
    fullnameOverride: name,
    prometheus: {
      url: pulumi.interpolate`http://${prometheus.service}.${prometheus.namespace}.svc`,
      port: prometheus.port,
    },
    metricsRelistInterval: `${relistSeconds}s`,
    extraArguments: [`--metrics-max-age=${MAX_AGE_SECONDS}s`],
    // Without the chart's own rules for everything that Prometheus has: they would serve thousands of metrics.
    rules: { default: false, custom: [...rules.rules], external: [...rules.externalRules] },
    tls: { enable: true, ca: certificate.authority, certificate: certificate.certificate, key: certificate.key },
    // A first look after a second, where the chart waits 30.
    readinessProbe: { ...healthz, initialDelaySeconds: 1, periodSeconds: 1 },
    resources: controllerResources,
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
  };
}

export interface PrometheusAdapterChartArgs {
  readonly cluster: Cluster;
  readonly prometheus: PrometheusService;
  readonly rules: AdapterRules;
  readonly identity: pulumi.Output<string>;
}

/** prometheus-adapter by its Helm chart: Prometheus' series as `custom.metrics.k8s.io` and `external.metrics.k8s.io`. */
export class PrometheusAdapterChart extends pulumi.ComponentResource {
  constructor(name: string, args: PrometheusAdapterChartArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:PrometheusAdapterChart', name, {}, options);
    const { cluster, prometheus, rules, identity } = args;
    const namespace = cluster.names.namespace('prometheus-adapter');
    const release = releaseName(charts.prometheusAdapter.chart, cluster.names);
    const certificate = certificateFor(name, { services: [release], namespace }, { parent: this });
    installChart(
      name,
      {
        pin: charts.prometheusAdapter,
        namespace,
        // The APIs that it serves.
        allowed: [{ ports: [6443], from: 'anyone' }],
        values: prometheusAdapterValues({
          name: release,
          prometheus,
          rules,
          certificate,
          placement: cluster.placement.system,
        }),
        // One resource, which another identity replaces: it must have gone before another owner of its APIs comes.
        mode: 'release',
      },
      { parent: this, cluster, identity },
    );
    this.registerOutputs({});
  }
}
