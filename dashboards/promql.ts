import type { RequestMetrics } from '../components/workload/requestMetrics';

/**
 * Window of rates of what is scraped every 5 s, chosen by Grafana so that it always holds at least two samples. Of containers' metrics:
 * cAdvisor looks at a container every 10 to 15 s only.
 */
export const WINDOW = '$__rate_interval';
export const CONTAINER_WINDOW = '1m';

/** Matchers of the containers themselves: not their pod's cgroup, which holds the same again, nor the pause container. */
export const CONTAINERS = 'container!="",container!="POD"';

/** Requests that users send: not the kubelet's probes and not the scrapes. */
export function userRequests({ route, internalRoutes }: RequestMetrics): string {
  return `namespace="$namespace",app=~"$app",${route}!~"${internalRoutes}"`;
}

/** `p` (0 to 1) of the histogram's values, by `by`. */
export function quantileOf(p: number, histogram: string, selector: string, by: string): string {
  return `histogram_quantile(${p}, sum by (${by}, le) (rate(${histogram}_bucket{${selector}}[${WINDOW}])))`;
}

/** How fast a counter rises per second, by `by`. */
export function rateOf(counter: string, selector: string, by: string): string {
  return `sum by (${by}) (rate(${counter}{${selector}}[${WINDOW}]))`;
}

/** Share of one rate in another: 0 where the first has no series, nothing where the second has none. */
export function shareOf(part: string, all: string): string {
  return `(${part} or 0 * ${all}) / ${all}`;
}

/** `p` (0 to 1) of the time of an answer, seconds, by `by`. */
export function quantile(p: number, metrics: RequestMetrics, by: string): string {
  return quantileOf(p, metrics.duration, userRequests(metrics), by);
}

/** Requests per second, by `by`; `more` are further label matchers, each with a comma before it. */
export function requestRate(metrics: RequestMetrics, by: string, more = ''): string {
  return rateOf(metrics.total, `${userRequests(metrics)}${more}`, by);
}

/** Share of failed requests, by `by`: 0 while all are served, nothing while there are none. */
export function failedShare(metrics: RequestMetrics, by: string): string {
  return shareOf(requestRate(metrics, by, `,${metrics.failed}`), requestRate(metrics, by));
}

/**
 * Requests under way at a time, by Little's law (rate x mean time, which is the rate at which request time adds up). Of an open load
 * that is the number of virtual users at work.
 */
export function underWay(metrics: RequestMetrics, by: string): string {
  return rateOf(`${metrics.duration}_sum`, userRequests(metrics), by);
}
