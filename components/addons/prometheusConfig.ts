import { stringify } from 'yaml';
import type { MetricRelabeling } from '../workload/types';
import { APPLICATION_JOB, FALLBACK_PROTOCOL } from './monitoring/types';

const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const CA = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';

const inCluster = {
  scheme: 'https',
  authorization: { credentials_file: TOKEN },
  tls_config: { ca_file: CA },
};
/** Certificates that kubelets have signed themselves cannot be verified; the API server's always can. */
const kubelets = (certificates: boolean): object =>
  certificates ? {} : { tls_config: { ...inCluster.tls_config, insecure_skip_verify: true } };
const nodeLabels = [{ source_labels: ['__meta_kubernetes_node_name'], target_label: 'node' }];

/** Jobs that do not depend on what runs in the cluster: kubelets with cAdvisor, and the API server. */
export const clusterJobs = (kubeletCertificates: boolean): readonly object[] => [
  {
    job_name: 'kubelet',
    ...inCluster,
    ...kubelets(kubeletCertificates),
    kubernetes_sd_configs: [{ role: 'node' }],
    relabel_configs: nodeLabels,
  },
  {
    job_name: 'cadvisor',
    ...inCluster,
    ...kubelets(kubeletCertificates),
    metrics_path: '/metrics/cadvisor',
    kubernetes_sd_configs: [{ role: 'node' }],
    relabel_configs: nodeLabels,
    // cAdvisor's own timestamps are up to its housekeeping interval old, which a fast query would take for a gap.
    honor_timestamps: false,
  },
  {
    job_name: 'apiserver',
    ...inCluster,
    kubernetes_sd_configs: [{ role: 'endpoints', namespaces: { names: ['default'] } }],
    relabel_configs: [{ source_labels: ['__meta_kubernetes_service_name'], action: 'keep', regex: 'kubernetes' }],
    metric_relabel_configs: [
      // The API server has tens of thousands of bucket series; the experiment needs none of them.
      { source_labels: ['__name__'], action: 'drop', regex: '.*_bucket' },
    ],
  },
];

/** Pods with the annotation `prometheus.io/scrape`. */
const annotatedPods = (namespaces?: readonly string[], relabelings: readonly MetricRelabeling[] = []) => ({
  job_name: APPLICATION_JOB,
  // Without it Prometheus 3 takes nothing from an application that does not say what its metrics are written in.
  fallback_scrape_protocol: FALLBACK_PROTOCOL,
  kubernetes_sd_configs: [{ role: 'pod', ...(namespaces && { namespaces: { names: namespaces } }) }],
  relabel_configs: [
    annotation('scrape', { action: 'keep', regex: 'true' }),
    { source_labels: ['__meta_kubernetes_pod_phase'], action: 'keep', regex: 'Running' },
    annotation('path', { target_label: '__metrics_path__', regex: '(.+)' }),
    {
      source_labels: ['__meta_kubernetes_pod_ip', '__meta_kubernetes_pod_annotation_prometheus_io_port'],
      separator: ':',
      target_label: '__address__',
    },
    { source_labels: ['__meta_kubernetes_namespace'], target_label: 'namespace' },
    { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
    { source_labels: ['__meta_kubernetes_pod_label_app_kubernetes_io_name'], target_label: 'app' },
  ],
  ...(relabelings.length > 0 && {
    metric_relabel_configs: relabelings.map(({ sourceLabels, targetLabel, ...rest }) => ({
      ...(sourceLabels && { source_labels: sourceLabels }),
      ...(targetLabel && { target_label: targetLabel }),
      ...rest,
    })),
  }),
});

export interface ScrapeOptions {
  /** Whether the kubelets' serving certificates can be verified. @default true */
  readonly kubeletCertificates?: boolean;
  /** The only namespaces whose pods are scraped: a shared cluster has pods of others that want it of a Prometheus of theirs. @default all */
  readonly namespaces?: readonly string[];
  /** Rules for the series of annotated pods. @default none */
  readonly relabelings?: readonly MetricRelabeling[];
}

/**
 * prometheus.yml that scrapes annotated pods, kubelets with cAdvisor, and the API server.
 * @param scrapeSeconds scrape and evaluation interval, seconds
 */
export function prometheusConfig(
  scrapeSeconds: number,
  { kubeletCertificates = true, namespaces, relabelings }: ScrapeOptions = {},
): string {
  const interval = `${scrapeSeconds}s`;
  return stringify({
    global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
    scrape_configs: [annotatedPods(namespaces, relabelings), ...clusterJobs(kubeletCertificates)],
  });
}

/** The cluster's jobs as prometheus-operator takes them. */
export function clusterJobsConfig(kubeletCertificates = true): string {
  return stringify(clusterJobs(kubeletCertificates));
}

function annotation(name: string, rest: Record<string, string>) {
  return { source_labels: [`__meta_kubernetes_pod_annotation_prometheus_io_${name}`], ...rest };
}
