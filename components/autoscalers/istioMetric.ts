import { z } from 'zod';
import { promDuration } from './duration';
import { MATCHERS } from './scaledObject';

/**
 * Requests as Istio's proxies count them (istio.io/latest/docs/reference/config/metrics). The one in front of the workload is the reporter
 * `destination`; that of whoever asks reports the same requests again, as `source`.
 */
export const COUNTER = 'istio_requests_total';

/**
 * There for as long as a proxy runs (Envoy's `server.` statistics are always on, pkg/bootstrap/config.go in istio), while the counter appears
 * with the first request. So a proxy that has counted none gives 0, and no proxy gives no value.
 */
export const PRESENCE = 'envoy_server_live';

/** Six scrapes, as in adapterMetric.ts. */
export const WINDOW = '30s';

/** Mean rate for each replica, requests per second. */
export const DEFAULT_TARGET = 10;

const MATCHER = /^[a-zA-Z_]\w*(=|!=|=~|!~)"([^"\\]|\\.)*"$/;

/** Which requests count, and over which time. */
export const istioMetric = {
  /** Window of the rate. @default 30s */
  window: promDuration.default(WINDOW),
  /** Further label matchers of `istio_requests_total`, such as `response_code!~"5.."`. @default all requests count */
  matchers: z
    .array(z.string().regex(MATCHER, { error: 'a label matcher of PromQL, such as response_code!~"5.."' }))
    .default([]),
};

export interface IstioMetric {
  readonly window: string;
  readonly matchers: readonly string[];
}

const selectorOf = ({ matchers }: IstioMetric, ...labels: readonly string[]): string =>
  `${COUNTER}{${['reporter="destination"', ...labels, ...matchers].join(',')}}`;

/** The rate of each pod, for prometheus-adapter: 0 where its proxy has counted nothing. */
export function podsQuery(settings: IstioMetric): string {
  const group = 'by (<<.GroupBy>>)';
  const rate = `sum(rate(${selectorOf(settings, MATCHERS)}[${settings.window}])) ${group}`;
  return `${rate} or 0 * sum(<<.Series>>{${MATCHERS}}) ${group}`;
}

/** The rate of all of the workload's pods together, for KEDA: 0 where their proxies have counted nothing, no value where there is no proxy. */
export function serviceQuery(settings: IstioMetric): string {
  return `sum(rate(${selectorOf(settings, MATCHERS)}[${settings.window}])) or 0 * sum(${PRESENCE}{${MATCHERS}})`;
}

/** The rate of all pods of a workload together: 0 where their proxies have counted nothing, no value where there is no proxy. */
export function totalQuery(settings: IstioMetric, workload: { namespace: string; deployment: string }): string {
  const { namespace, deployment } = workload;
  const labels = [`destination_workload_namespace="${namespace}"`, `destination_workload="${deployment}"`];
  const rate = `sum(rate(${selectorOf(settings, ...labels)}[${settings.window}]))`;
  return `${rate} or 0 * sum(${PRESENCE}{namespace="${namespace}",pod=~"${deployment}-[^-]+-[^-]+"})`;
}
