import { labels } from '../../labels';
import type { ProxyMetrics, WorkloadMetrics } from '../../workload/types';
import type { PlannedObject } from '../install';
import { APPLICATION_JOB, FALLBACK_PROTOCOL, NAMESPACE } from './types';

const API = 'monitoring.coreos.com/v1';
/** The platform's own state is not part of any measurement. */
const PLATFORM_INTERVAL = '15s';

/** Labels that prometheus-operator adds to every target, and that A's configuration does not have. */
const ADDED = ['container', 'endpoint'];

interface Relabeling {
  readonly sourceLabels?: string[];
  readonly targetLabel?: string;
  readonly replacement?: string;
  readonly action?: 'keep' | 'labeldrop';
  readonly regex?: string;
}

const job = (name: string): Relabeling => ({ targetLabel: 'job', replacement: name });
const drop = (...names: readonly string[]): Relabeling => ({ action: 'labeldrop', regex: names.join('|') });

/**
 * Scrapes the pods of an application at Prometheus' own interval, with the labels that `monitoring: basic` gives them: `namespace`,
 * `pod`, `app`, `instance`, job `pods`.
 */
export function applicationMonitor(scrape: Pick<WorkloadMetrics, 'port' | 'path' | 'matchLabels' | 'proxy'>) {
  const { port, path, proxy } = scrape;
  return {
    selector: { matchLabels: { ...scrape.matchLabels } },
    fallbackScrapeProtocol: FALLBACK_PROTOCOL,
    podMetricsEndpoints: [
      {
        // The proxy's port is none of those that its container lists.
        ...(proxy === undefined ? { port, path } : { path: proxy.path }),
        relabelings: [
          ...(proxy === undefined ? [] : only(proxy)),
          { sourceLabels: ['__meta_kubernetes_pod_phase'], action: 'keep', regex: 'Running' },
          { sourceLabels: ['__meta_kubernetes_pod_label_app_kubernetes_io_name'], targetLabel: 'app' },
          job(APPLICATION_JOB),
          drop(...ADDED),
        ] satisfies Relabeling[],
        ...(proxy?.relabelings && { metricRelabelings: proxy.relabelings }),
      },
    ],
  };
}

/** Of a pod's containers the proxy alone, at its port. */
function only({ container, port }: ProxyMetrics): Relabeling[] {
  return [
    { sourceLabels: ['__meta_kubernetes_pod_container_name'], action: 'keep', regex: container },
    {
      sourceLabels: ['__meta_kubernetes_pod_ip'],
      targetLabel: '__address__',
      regex: '(.+)',
      replacement: `$1:${port}`,
    },
  ];
}

/** Monitors of the platform itself. */
export const platformMonitors: readonly PlannedObject[] = [
  serviceMonitor(
    'kube-state-metrics',
    'http-metrics',
    { 'app.kubernetes.io/name': 'kube-state-metrics' },
    {
      // Its series tell of objects elsewhere: their own namespace and pod count, not those of kube-state-metrics.
      honorLabels: true,
      interval: undefined,
      relabelings: [job('kube-state-metrics'), drop(...ADDED, 'namespace', 'pod', 'service')],
    },
  ),
  serviceMonitor('prometheus', 'http', {
    'app.kubernetes.io/name': 'prometheus',
    'app.kubernetes.io/managed-by': 'pulumi',
  }),
  serviceMonitor('alertmanager', 'web', { 'operated-alertmanager': 'true' }),
  podMonitor('prometheus-operator', 'http'),
  podMonitor('node-exporter', 'metrics', [{ sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' }]),
];

function serviceMonitor(
  name: string,
  port: string,
  matchLabels: Readonly<Record<string, string>>,
  endpoint: Readonly<Record<string, unknown>> = {},
): PlannedObject {
  return {
    apiVersion: API,
    kind: 'ServiceMonitor',
    metadata: { name, namespace: NAMESPACE, labels: labels(name, 'monitoring') },
    spec: {
      selector: { matchLabels },
      endpoints: [{ port, interval: PLATFORM_INTERVAL, relabelings: [job(name), drop(...ADDED)], ...endpoint }],
    },
  };
}

function podMonitor(name: string, port: string, relabelings: readonly Relabeling[] = []): PlannedObject {
  return {
    apiVersion: API,
    kind: 'PodMonitor',
    metadata: { name, namespace: NAMESPACE, labels: labels(name, 'monitoring') },
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': name } },
      podMetricsEndpoints: [
        { port, interval: PLATFORM_INTERVAL, relabelings: [job(name), ...relabelings, drop(...ADDED)] },
      ],
    },
  };
}
