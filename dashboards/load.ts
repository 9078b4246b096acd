import { PercentUnit, RequestsPerSecond, Seconds, Short } from '@grafana/grafana-foundation-sdk/units';
import type { RequestMetrics } from '../components/workload/requestMetrics';
import { failedShare, quantile, requestRate, underWay } from './promql';
import type { Dashboard } from './types';

/** The load as it arrives: rate, virtual users at work, p99, errors, and the error budget that it burns. */
export function load(metrics: RequestMetrics): Dashboard {
  return {
    name: 'load',
    title: 'Load',
    description:
      "The load as it arrives at the application, by the application's own metrics: the load generator's are in the results of the experiment.",
    variables: [
      { name: 'namespace', label: 'Namespace', query: `label_values(${metrics.total}, namespace)` },
      { name: 'app', label: 'Service', query: `label_values(${metrics.total}{namespace="$namespace"}, app)` },
    ],
    rows: [
      {
        title: 'Load',
        panels: [
          {
            title: 'Request rate',
            description: 'Answered requests per second.',
            unit: RequestsPerSecond,
            queries: [{ expr: requestRate(metrics, 'app'), legend: '{{app}}' }],
          },
          {
            title: 'Virtual users at work',
            description:
              "Requests under way at a time, by Little's law: a virtual user of an open load waits for exactly one. Time for connecting is not in it.",
            unit: Short,
            queries: [{ expr: underWay(metrics, 'app'), legend: '{{app}}' }],
          },
          {
            title: 'p99',
            description: '99 % of the answers took at most this.',
            unit: Seconds,
            queries: [{ expr: quantile(0.99, metrics, 'app'), legend: '{{app}}' }],
          },
          {
            title: 'Failed requests',
            description: 'Share of requests with a status of 400 or more, or whose client went away.',
            unit: PercentUnit,
            max: 1,
            queries: [{ expr: failedShare(metrics, 'app'), legend: '{{app}}' }],
          },
          {
            title: 'Error budget burnt',
            description:
              'Share of requests that miss an objective of the experiment / the share that may, over 5 min and 1 h. At 14.4 over both, a page is due (The Site Reliability Workbook, chapter 5).',
            unit: Short,
            queries: ['5m', '1h'].map((window) => ({
              expr: `slo:burn_rate:rate${window}{namespace="$namespace",app="$app"}`,
              legend: `{{slo}} over ${window}`,
            })),
          },
        ],
      },
    ],
  };
}
