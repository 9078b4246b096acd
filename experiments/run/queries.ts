import type { PrometheusDriver } from 'prometheus-query';
import type { Kube } from '../kube';
import { prometheusClient, queries, rangeSeries, servedSeries, type Span } from '../record/prometheus';
import { queryMesh, queryService } from '../services/query';
import type { Series } from '../types';
import type { RunContext } from './context';

/** Asks Prometheus for all series of the load, and notes them. */
export async function queryAll(kube: Kube, { target, notes, signal }: RunContext, loadStart: number): Promise<void> {
  const { timeline } = notes;
  const pods = timeline.pods().map(({ name }) => name);
  const span = { from: loadStart, to: Date.now() };
  const prometheus = await prometheusClient(kube, target.prometheus);
  const keep = (name: string, series: Series): void => notes.note({ kind: 'series', time: span.to, name, series });
  const { servedCounter, namespace } = target.workload;
  const asked = Object.entries(queries(namespace, pods)).map(async ([name, query]) =>
    keep(name, await rangeSeries(prometheus, query, span, signal)),
  );
  if (servedCounter !== undefined) {
    const served = servedSeries(prometheus, { namespace, servedCounter }, pods, span, signal);
    asked.push(served.then((series) => keep('servedTotal', series)));
  }
  for (const { name: service } of target.services ?? []) {
    const own = (timeline.services.get(service)?.pods() ?? []).map(({ name }) => name);
    const of = { namespace, pods: own, span, signal };
    const note = (name: string, series: Series): void =>
      notes.note({ kind: 'series', time: span.to, service, name, series });
    for (const found of [queryService(prometheus, of), queryMesh(prometheus, of)])
      asked.push(found.then((all) => Object.entries(all).forEach(([name, series]) => note(name, series))));
  }
  await Promise.all(asked);
}

/** Some of what is asked at the end, for a part of the load. */
export async function querySome(
  prometheus: PrometheusDriver,
  { target, notes, signal }: RunContext,
  names: readonly string[],
  span: Span,
): Promise<Record<string, Series>> {
  const pods = notes.timeline.pods().map(({ name }) => name);
  const asked = Object.entries(queries(target.workload.namespace, pods))
    .filter(([name]) => names.includes(name))
    .map(async ([name, query]) => [name, await rangeSeries(prometheus, query, span, signal)] as const);
  return Object.fromEntries(await Promise.all(asked));
}
