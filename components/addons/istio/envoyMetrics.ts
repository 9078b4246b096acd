import type { MetricRelabeling } from '../../workload/types';

/** Counters and histograms of Envoy's clusters of one kind, `inbound` (before a pod) or `outbound` (to a service). */
const of = (name: string, direction: string) => ({
  sourceLabels: ['__name__', 'cluster_name'],
  regex: `${name};${direction}\\|.*`,
});
const REQUESTS = 'istio_requests_total';
const DURATION = 'istio_request_duration_milliseconds';
const MESH = `(?:${REQUESTS}|${DURATION}_(?:bucket|sum|count))`;

/**
 * Istio's standard metrics (istio.io/latest/docs/reference/config/metrics) made from Envoy's own, where the proxies have none of Istio's filters:
 * `istio_requests_total` from `cluster.NAME.upstream_rq_CODE`, `istio_request_duration_milliseconds` from `cluster.NAME.upstream_rq_time`
 * (envoyproxy.io/docs/envoy/latest/configuration/upstream/cluster_manager/cluster_stats). The scraped pod is the destination of what its proxy lets in and
 * the source of what it lets out; who is at the other end of what comes in Envoy does not know.
 */
export const ENVOY_RELABELINGS: readonly MetricRelabeling[] = [
  { ...of('envoy_cluster_upstream_rq', '(?:in|out)bound'), targetLabel: '__name__', replacement: REQUESTS },
  {
    ...of('envoy_cluster_upstream_rq_time_(bucket|sum|count)', '(?:in|out)bound'),
    targetLabel: '__name__',
    replacement: `${DURATION}_$1`,
  },
  { ...of(MESH, 'inbound'), targetLabel: 'reporter', replacement: 'destination' },
  { ...of(MESH, 'outbound'), targetLabel: 'reporter', replacement: 'source' },
  ...here('destination', ['workload', 'app'], ['workload_namespace', 'namespace']),
  ...here('destination', ['service_name', 'app'], ['service_namespace', 'namespace']),
  {
    sourceLabels: ['__name__', 'reporter', 'app', 'namespace'],
    regex: `${MESH};destination;(.+);(.+)`,
    targetLabel: 'destination_service',
    replacement: '$1.$2.svc.cluster.local',
  },
  ...here('source', ['workload', 'app'], ['workload_namespace', 'namespace']),
  ...there('service', '$1'),
  ...there('service_name', '$2'),
  ...there('service_namespace', '$3'),
  // The time of all requests; by code there is none.
  { sourceLabels: ['__name__'], regex: 'envoy_cluster_.*', action: 'drop' },
  { regex: 'cluster_name|response_code_class', action: 'labeldrop' },
];

/** What the scraped pod's own labels say of the end that it is. */
function here(end: 'source' | 'destination', ...labels: readonly (readonly [string, string])[]): MetricRelabeling[] {
  return labels.map(([label, from]) => ({
    sourceLabels: ['__name__', 'reporter', from],
    regex: `${MESH};${end};(.+)`,
    targetLabel: `${end}_${label}`,
    replacement: '$1',
  }));
}

/** What the name of an outbound cluster, `outbound|PORT|SUBSET|NAME.NAMESPACE.svc.DOMAIN`, says of the destination. */
function there(label: string, replacement: string): MetricRelabeling[] {
  return [
    {
      sourceLabels: ['__name__', 'cluster_name'],
      regex: `${MESH};outbound\\|\\d+\\|[^|]*\\|(([^.]+)\\.([^.]+)\\..+?);?`,
      targetLabel: `destination_${label}`,
      replacement,
    },
  ];
}
