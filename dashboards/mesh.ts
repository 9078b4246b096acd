import { Milliseconds, PercentUnit, RequestsPerSecond, Short } from '@grafana/grafana-foundation-sdk/units';
import { CONTAINER_WINDOW, quantileOf, rateOf, shareOf } from './promql';
import type { Dashboard, Query } from './types';

const REQUESTS = 'istio_requests_total';
const DURATION = 'istio_request_duration_milliseconds';
/** Answered with 4xx or 5xx, or the caller went away (0). */
const FAILED = ',response_code=~"0|[45].."';

/** What the proxy before a pod let in, and what the same let out. Each proxy surely knows of its own end only (docs/istio.md). */
const SERVED = 'reporter="destination",namespace="$namespace",destination_workload=~"$workload"';
const CALLED = 'reporter="source",namespace="$namespace",source_workload=~"$workload"';
const CALL = 'source_workload, destination_service_name';
const CALL_LEGEND = '{{source_workload}} → {{destination_service_name}}';

const PROXY = 'container="istio-proxy"';
const APPLICATION = 'container!~"|POD|istio-proxy|istio-init"';
const container = (name: string, which: string, by: string): string =>
  `sum by (${by}) (rate(${name}{namespace="$namespace",pod=~"($workload)-.+",${which}}[${CONTAINER_WINDOW}]))`;
const throttled = (which: string): string =>
  `${container('container_cpu_cfs_throttled_periods_total', which, 'pod')} / ` +
  container('container_cpu_cfs_periods_total', which, 'pod');

/** Latency, traffic, errors and saturation by workload, and of each call between two, as the mesh sees them. */
export const mesh: Dashboard = {
  name: 'mesh',
  title: 'Golden signals by the mesh',
  description:
    "Google, Site Reliability Engineering, chapter 6: latency, traffic, errors, saturation. By Istio's standard metrics and cAdvisor's, without metrics of the application.",
  variables: [
    { name: 'namespace', label: 'Namespace', query: `label_values(${REQUESTS}{reporter="destination"}, namespace)` },
    {
      name: 'workload',
      label: 'Workload',
      query: `label_values(${REQUESTS}{reporter="destination",namespace="$namespace"}, destination_workload)`,
      multiple: true,
    },
  ],
  rows: [
    {
      title: 'Latency',
      panels: [
        {
          title: 'Time of an answer',
          description:
            'Quantiles of all requests by the proxy before the pod, failed ones included, interpolated within the buckets of the histogram.',
          unit: Milliseconds,
          queries: [0.5, 0.95, 0.99].map((p): Query => ({
            expr: quantileOf(p, DURATION, SERVED, 'destination_workload'),
            legend: `{{destination_workload}} p${p * 100}`,
          })),
        },
        {
          title: 'Time of a call, p95',
          description: "By the caller's proxy: both proxies and the network are in it.",
          unit: Milliseconds,
          queries: [{ expr: quantileOf(0.95, DURATION, CALLED, CALL), legend: CALL_LEGEND }],
        },
      ],
    },
    {
      title: 'Traffic and errors',
      panels: [
        {
          title: 'Requests',
          description:
            'Requests per second by the proxy before the pod, by response code. Probes and scrapes do not pass it.',
          unit: RequestsPerSecond,
          queries: [
            {
              expr: rateOf(REQUESTS, SERVED, 'destination_workload, response_code'),
              legend: '{{destination_workload}} {{response_code}}',
            },
          ],
        },
        {
          title: 'Failed requests',
          description:
            'Share of requests with a status of 400 or more, or whose caller went away before the answer (0).',
          unit: PercentUnit,
          max: 1,
          queries: [
            {
              expr: shareOf(
                rateOf(REQUESTS, `${SERVED}${FAILED}`, 'destination_workload'),
                rateOf(REQUESTS, SERVED, 'destination_workload'),
              ),
              legend: '{{destination_workload}}',
            },
          ],
        },
        {
          title: 'Calls',
          description: "Calls per second between services, by the caller's proxy.",
          unit: RequestsPerSecond,
          queries: [{ expr: rateOf(REQUESTS, CALLED, CALL), legend: CALL_LEGEND }],
        },
        {
          title: 'Failed calls',
          description:
            "Share of the calls that failed, by the caller's proxy: it also knows those that never reached a pod.",
          unit: PercentUnit,
          max: 1,
          queries: [
            {
              expr: shareOf(rateOf(REQUESTS, `${CALLED}${FAILED}`, CALL), rateOf(REQUESTS, CALLED, CALL)),
              legend: CALL_LEGEND,
            },
          ],
        },
      ],
    },
    {
      title: 'Saturation',
      panels: [
        {
          title: 'Requests in the workload',
          description: "Mean number at a time, waiting ones included: rate x mean time (Little's law).",
          unit: Short,
          queries: [
            {
              expr: `${rateOf(`${DURATION}_sum`, SERVED, 'destination_workload')} / 1000`,
              legend: '{{destination_workload}}',
            },
          ],
        },
        {
          title: 'CPU of pods',
          description:
            'Cores, of the application and of the proxy apart. Pods are taken by the name of their workload before theirs.',
          unit: Short,
          queries: [
            { expr: container('container_cpu_usage_seconds_total', APPLICATION, 'pod'), legend: '{{pod}}' },
            { expr: container('container_cpu_usage_seconds_total', PROXY, 'pod'), legend: '{{pod}} proxy' },
          ],
        },
        {
          title: 'CPU throttling',
          description: 'Share of the CFS periods in which a container was held back by its CPU limit.',
          unit: PercentUnit,
          max: 1,
          queries: [
            { expr: throttled(APPLICATION), legend: '{{pod}}' },
            { expr: throttled(PROXY), legend: '{{pod}} proxy' },
          ],
        },
      ],
    },
  ],
};
