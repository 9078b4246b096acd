import { BytesIEC, PercentUnit, RequestsPerSecond, Seconds, Short } from '@grafana/grafana-foundation-sdk/units';
import type { RequestMetrics } from '../components/workload/requestMetrics';
import { CONTAINERS, CONTAINER_WINDOW, failedShare, quantile, requestRate, underWay } from './promql';
import type { Dashboard, Query } from './types';

const SOURCE =
  "Google, Site Reliability Engineering, chapter 6: latency, traffic, errors, saturation. By the application's own metrics.";

/** Latency, traffic, errors and saturation, by service. */
export function goldenSignals(metrics: RequestMetrics): Dashboard {
  const { waiting } = metrics;
  const containers = `namespace="$namespace",${CONTAINERS}`;
  const requested = (resource: string) =>
    `sum(kube_pod_container_resource_requests{namespace="$namespace",resource="${resource}"})`;
  const quantiles = [0.5, 0.95, 0.99].map((p): Query => ({
    expr: quantile(p, metrics, 'app'),
    legend: `{{app}} p${p * 100}`,
  }));
  return {
    name: 'golden-signals',
    title: 'Golden signals by service',
    description: SOURCE,
    variables: [
      { name: 'namespace', label: 'Namespace', query: `label_values(${metrics.total}, namespace)` },
      {
        name: 'app',
        label: 'Service',
        query: `label_values(${metrics.total}{namespace="$namespace"}, app)`,
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
              'Quantiles of all requests, failed ones included, interpolated within the buckets of the histogram. From the request’s headers to the end of the answer, so without connecting.',
            unit: Seconds,
            queries: quantiles,
          },
          {
            title: 'Time of an answer by path, p95',
            description: 'The same by path.',
            unit: Seconds,
            queries: [
              { expr: quantile(0.95, metrics, `app, ${metrics.route}`), legend: `{{app}} {{${metrics.route}}}` },
            ],
          },
        ],
      },
      {
        title: 'Traffic and errors',
        panels: [
          {
            title: 'Requests',
            description: 'Answered requests per second, by path. Probes and scrapes are left out.',
            unit: RequestsPerSecond,
            queries: [{ expr: requestRate(metrics, `app, ${metrics.route}`), legend: `{{app}} {{${metrics.route}}}` }],
          },
          {
            title: 'Failed requests',
            description:
              'Share of requests that failed: a status of 400 or more, or the client went away before the answer (499). Requests that never reached a pod are not in it; the load generator knows those.',
            unit: PercentUnit,
            max: 1,
            queries: [{ expr: failedShare(metrics, 'app'), legend: '{{app}}' }],
          },
        ],
      },
      {
        title: 'Saturation',
        panels: [
          {
            title: 'Requests under way',
            description: "Mean number at a time, by Little's law, and requests that wait for their turn to work.",
            unit: Short,
            queries: [
              { expr: underWay(metrics, 'app'), legend: '{{app}} under way' },
              ...(waiting === undefined
                ? []
                : [
                    {
                      expr: `sum by (app) (${waiting}{namespace="$namespace",app=~"$app"})`,
                      legend: '{{app}} waiting',
                    },
                  ]),
            ],
          },
          {
            title: 'CPU of the request',
            description: 'CPU time used / CPU requested, over all pods of the namespace. 1: as much as was asked for.',
            unit: PercentUnit,
            queries: [
              {
                expr: `sum(rate(container_cpu_usage_seconds_total{${containers}}[${CONTAINER_WINDOW}])) / ${requested('cpu')}`,
                legend: 'used / requested',
              },
            ],
          },
          {
            title: 'CPU throttling',
            description: 'Share of the CFS periods in which a container was held back by its CPU limit.',
            unit: PercentUnit,
            max: 1,
            queries: [
              {
                expr:
                  `sum by (pod) (rate(container_cpu_cfs_throttled_periods_total{${containers}}[${CONTAINER_WINDOW}])) / ` +
                  `sum by (pod) (rate(container_cpu_cfs_periods_total{${containers}}[${CONTAINER_WINDOW}]))`,
                legend: '{{pod}}',
              },
            ],
          },
          {
            title: 'Memory',
            description: 'Working set of all pods of the namespace, and what they requested.',
            unit: BytesIEC,
            queries: [
              { expr: `sum(container_memory_working_set_bytes{${containers}})`, legend: 'working set' },
              { expr: requested('memory'), legend: 'requested' },
            ],
          },
        ],
      },
    ],
  };
}
