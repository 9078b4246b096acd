import type { Placement } from '../../cluster/types';
import { restrictedContainer } from '../../security';
import { STATE_RESOURCES } from '../monitoring/rights';
import { WEB_PORT } from '../monitoring/types';
import { clusterJobs } from '../prometheusConfig';
import { resources } from './resources';

export interface KubePrometheusStackValuesArgs {
  /** Namespace of the release; Grafana looks for dashboards in it alone. */
  readonly namespace: string;
  /** Namespace of node-exporter, which sees the nodes' `/proc` and `/sys`. */
  readonly nodeExporterNamespace: string;
  /** Scrape and evaluation interval, seconds. */
  readonly scrapeSeconds: number;
  /** Whether the kubelets' serving certificates can be verified. */
  readonly kubeletCertificates: boolean;
  /** Labels of Prometheus' pod besides the operator's. @default none */
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly placement: Placement;
}

/** What every object of the chart is named after: `monitoring-prometheus`, `monitoring-grafana` and so on. */
export const NAME = 'monitoring';

/** The platform's own state is not part of any measurement. */
const PLATFORM_INTERVAL = '15s';

const off = { enabled: false };

/** Labels that prometheus-operator adds to every target; without them the series are those of the plain Prometheus. */
const relabelings = (...more: readonly string[]) => [
  { action: 'labeldrop', regex: ['container', 'endpoint', ...more].join('|') },
];

/** Values of the chart `kube-prometheus-stack`. */
export function kubePrometheusStackValues(args: KubePrometheusStackValuesArgs) {
  const { placement, podLabels = {} } = args;
  const interval = `${args.scrapeSeconds}s`;
  const nodes = { nodeSelector: placement.nodeSelector, tolerations: placement.tolerations };
  const monitor = { interval: PLATFORM_INTERVAL, relabelings: relabelings() };
  return {
    fullnameOverride: NAME,
    // The testbed's own rules come beside it: the chart's are about a cluster that is run for years.
    defaultRules: { create: false },
    // The very jobs of `monitoring: basic` instead, or the two would not measure alike.
    kubelet: off,
    kubeApiServer: off,
    // Control planes that others run do not answer, and CoreDNS is no part of a measurement.
    kubeControllerManager: off,
    kubeScheduler: off,
    kubeEtcd: off,
    kubeProxy: off,
    coreDns: off,
    prometheusOperator: {
      ...nodes,
      // They check rules and monitors that people write; and the certificate that `tls` needs is theirs.
      admissionWebhooks: off,
      tls: off,
      // Prometheus finds the kubelets itself.
      kubeletService: off,
      kubeletEndpointsEnabled: false,
      serviceMonitor: monitor,
      resources: resources('10m', '64Mi', '256Mi'),
      prometheusConfigReloader: { resources: resources('5m', '24Mi', '64Mi') },
    },
    prometheus: {
      serviceMonitor: monitor,
      prometheusSpec: {
        ...nodes,
        scrapeInterval: interval,
        scrapeTimeout: interval,
        evaluationInterval: interval,
        portName: WEB_PORT,
        // The longest window of the burn rates is 3 d.
        retention: '4d',
        // Monitors and rules of everyone, and not only those with the release's label.
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        probeSelectorNilUsesHelmValues: false,
        scrapeConfigSelectorNilUsesHelmValues: false,
        ruleSelectorNilUsesHelmValues: false,
        ...(Object.keys(podLabels).length > 0 && { podMetadata: { labels: podLabels } }),
        additionalScrapeConfigs: [...clusterJobs(args.kubeletCertificates)],
        resources: resources('100m', '256Mi', '1Gi'),
      },
    },
    alertmanager: {
      serviceMonitor: monitor,
      alertmanagerSpec: {
        ...nodes,
        automountServiceAccountToken: false,
        resources: resources('10m', '32Mi', '128Mi'),
      },
    },
    'kube-state-metrics': {
      ...nodes,
      // What an autoscaler acts on, and nothing else; its rights follow.
      collectors: [...STATE_RESOURCES],
      prometheus: {
        monitor: {
          // Its series tell of objects elsewhere: their own namespace and pod count, not those of kube-state-metrics.
          http: { honorLabels: true, relabelings: relabelings('namespace', 'pod', 'service') },
        },
      },
      resources: resources('10m', '32Mi', '128Mi'),
    },
    'prometheus-node-exporter': {
      namespaceOverride: args.nodeExporterNamespace,
      // It needs the kernel's counters, not the node's network, processes and files.
      hostNetwork: false,
      hostPID: false,
      hostRootFsMount: off,
      prometheus: {
        monitor: {
          interval: PLATFORM_INTERVAL,
          relabelings: [
            { sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' },
            ...relabelings('service'),
          ],
        },
      },
      containerSecurityContext: restrictedContainer,
      // Small, because it takes from what the application's nodes have for the application.
      resources: resources('5m', '16Mi', '64Mi'),
      tolerations: [{ operator: 'Exists' }],
    },
    grafana: {
      ...nodes,
      // The chart makes the administrator's password, which is in its Secret and nowhere else.
      defaultDashboardsEnabled: false,
      serviceMonitor: off,
      testFramework: off,
      // Dashboards and data sources come from its own namespace, so it needs no right in any other.
      rbac: { namespaced: true },
      sidecar: {
        dashboards: { searchNamespace: args.namespace },
        resources: resources('5m', '64Mi', '128Mi'),
      },
      resources: resources('50m', '128Mi', '512Mi'),
    },
  };
}
