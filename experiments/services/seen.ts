import { calledBy } from './calls';
import { inFlight } from './rises';
import { UNKNOWN } from './signals';
import type { CallSignals, GraphNode, ServiceResult, TargetService } from './types';
import { waitTimes } from './waits';

type Results = Readonly<Record<string, ServiceResult>>;

/** How the calls of a service were taken that nobody says it of. */
export interface Assumption {
  readonly service: string;
  readonly callees: readonly string[];
  readonly as: 'sequence' | 'parallel';
}

/** The graph of the calls that were seen. */
export interface Seen {
  /** The entry first. */
  readonly graph: readonly GraphNode[];
  readonly assumed: readonly Assumption[];
  /** Calls that lead back to a service that waits for them, and so are left out. */
  readonly cycles: readonly (readonly [from: string, to: string])[];
}

/** By how much the calls may take longer than the service and still be one after the other: scrapes are not of one moment. */
const TOLERANCE = 1.1;
/** Where calls stand that the configuration does not have. */
const FOUND = '(seen)';

/** The results with callees by their services' names: a proxy may know them by their Deployments. */
export function byServiceName(results: Results, services: readonly TargetService[]): Record<string, ServiceResult> {
  const names = new Set(services.map(({ name }) => name));
  const nameOf = (callee: string): string =>
    names.has(callee) ? callee : (services.find(({ deployment }) => deployment === callee)?.name ?? callee);
  return Object.fromEntries(
    Object.entries(results).map(([name, result]) => [
      name,
      {
        ...result,
        calls: Object.fromEntries(Object.entries(result.calls).map(([callee, call]) => [nameOf(callee), call])),
      },
    ]),
  );
}

/**
 * The services and the calls between them that the callers' proxies saw. How calls go together, one after the other or at the same time, is what the
 * configuration says; of others, one after the other where they then fit into the service's latency, else at the same time.
 * @param services as configured, the entry first
 * @param windows the services over one or more times
 */
export function seenGraph(services: readonly TargetService[], windows: readonly Results[]): Seen {
  const called = (name: string): string[] => [
    ...new Set(
      windows.flatMap((results) =>
        Object.entries(results[name]?.calls ?? {}).flatMap(([callee, { rate }]) => ((rate ?? 0) > 0 ? [callee] : [])),
      ),
    ),
  ];
  const assumed: Assumption[] = [];
  const known = services.map((service): GraphNode => {
    const { name } = service;
    const callees = called(name);
    const calls = Object.fromEntries(
      Object.entries(service.calls).map(([path, groups]) => [path, only(groups, (callee) => callees.includes(callee))]),
    );
    const configured = new Set(
      Object.values(calls)
        .flat(2)
        .map((call) => calledBy(call).service),
    );
    const others = callees.filter((callee) => !configured.has(callee));
    if (others.length === 0) return { name, calls };
    const as = fits(name, windows, { ...calls, [FOUND]: others.map((callee) => [callee]) }) ? 'sequence' : 'parallel';
    if (callees.length > 1) assumed.push({ service: name, callees: others, as });
    return { name, calls: { ...calls, [FOUND]: as === 'sequence' ? others.map((callee) => [callee]) : [others] } };
  });
  const names = new Set(known.map(({ name }) => name));
  const strangers = new Set(known.flatMap(({ name }) => called(name)).filter((name) => !names.has(name)));
  const all = [...known, ...[...strangers].map((name): GraphNode => ({ name, calls: {} }))];
  return { assumed, ...withoutCycles(all) };
}

/** Whether the calls of a service fit into its latency at all times. */
function fits(name: string, windows: readonly Results[], groups: GraphNode['calls']): boolean {
  return windows.every((results) => {
    const { calls = {}, signals } = results[name] ?? {};
    const waited = waitOf(calls, groups, signals?.rate ?? null);
    return waited === null || waited <= (signals?.latencyMean ?? Infinity) * TOLERANCE;
  });
}

/** What a request waits for calls, ms. */
function waitOf(
  calls: Readonly<Record<string, CallSignals>>,
  groups: GraphNode['calls'],
  rate: number | null,
): number | null {
  if (rate === null || rate <= 0) return null;
  return waitTimes(calls, groups).reduce((sum, { time }) => sum + time, 0) / rate;
}

const only = (groups: readonly (readonly string[])[], keep: (callee: string) => boolean): string[][] =>
  groups.map((group) => group.filter((call) => keep(calledBy(call).service))).filter((group) => group.length > 0);

function withoutCycles(graph: readonly GraphNode[]): Pick<Seen, 'graph' | 'cycles'> {
  const back: (readonly [string, string])[] = [];
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    if (done.has(name)) return;
    const calls = graph.find((one) => one.name === name)?.calls ?? {};
    for (const callee of new Set(
      Object.values(calls)
        .flat(2)
        .map((call) => calledBy(call).service),
    )) {
      if ([...path, name].includes(callee)) back.push([name, callee]);
      else visit(callee, [...path, name]);
    }
    done.add(name);
  };
  graph.forEach(({ name }) => visit(name, []));
  const isBack = (from: string, to: string) => back.some(([a, b]) => a === from && b === to);
  return {
    graph: graph.map(({ name, calls }) => ({
      name,
      calls: Object.fromEntries(
        Object.entries(calls).map(([path, groups]) => [path, only(groups, (callee) => !isBack(name, callee))]),
      ),
    })),
    cycles: back,
  };
}

/**
 * The services of the graph with what they wait for their calls, and the rest of their latency as their own. One that no proxy of its own tells of is
 * as its callers saw it.
 */
export function withWaits(results: Results, { graph }: Pick<Seen, 'graph'>): Record<string, ServiceResult> {
  return Object.fromEntries(
    graph.map(({ name, calls: groups }) => {
      const result = results[name];
      if (result === undefined || !((result.signals.rate ?? 0) > 0)) return [name, byCallers(name, results)];
      const callees = new Set(
        Object.values(groups)
          .flat(2)
          .map((call) => calledBy(call).service),
      );
      const calls = Object.fromEntries(Object.entries(result.calls).filter(([callee]) => callees.has(callee)));
      const { latencyMean, rate, work } = result.signals;
      const waited = Object.keys(calls).length === 0 ? 0 : waitOf(calls, groups, rate);
      const downstreamWait = latencyMean === null || waited === null ? null : Math.min(latencyMean, waited);
      const own = latencyMean === null || downstreamWait === null ? null : latencyMean - downstreamWait;
      const signals = {
        ...result.signals,
        downstreamWait,
        // A process uses some CPU for no request too.
        work: work === null || own === null ? work : Math.min(work, own),
      };
      return [name, { ...result, calls, signals }];
    }),
  );
}

function byCallers(name: string, results: Results): ServiceResult {
  const own = results[name] ?? { signals: UNKNOWN, calls: {} };
  const seen = Object.values(results).flatMap(({ calls }) => (calls[name] === undefined ? [] : [calls[name]]));
  const rate = seen.reduce((sum, call) => sum + (call.rate ?? 0), 0);
  if (rate <= 0) return { ...own, from: 'mesh', reason: own.reason ?? 'nobody called it' };
  const mean = (of: 'latencyMean' | 'errorShare'): number =>
    seen.reduce((sum, call) => sum + (call.rate ?? 0) * (call[of] ?? 0), 0) / rate;
  const latencyMean = mean('latencyMean');
  return {
    ...own,
    signals: {
      ...own.signals,
      rate,
      errorShare: mean('errorShare'),
      latencyMean,
      downstreamWait: 0,
      inFlight: inFlight(rate, latencyMean),
    },
    from: 'mesh',
    reason: 'seen by its callers only: it has no proxy of the mesh that tells of it',
  };
}
