import type { GraphNode, ServiceResult, SignalSource } from '../services/types';
import { attribution, ownShareOfHold, waitsOf } from './attribution';
import { knee } from './knee';
import { reasons } from './reasons';
import { QUEUE, SATURATED } from './thresholds';
import type { Bottleneck, Hidden, Level, Ranked, Resource } from './types';

/**
 * Which service to scale first, from its signals at rising loads.
 *
 * Saturated services (USE method: utilization of CPU, work threads and pool) compete by the latency that arises in them. Where none is
 * saturated, the one with the highest demand, utilization per request at the entry, would be the first (bottleneck law).
 * @param levels of rising load, the highest last
 * @param graph the services, the entry first
 * @param source who counted
 */
export function bottleneck(
  levels: readonly Level[],
  graph: readonly GraphNode[],
  source: SignalSource = 'app',
): Bottleneck {
  const [lowest, top, entry] = [levels[0], levels.at(-1), graph[0]];
  const nothing = { signals: source, service: null, ranking: [], hidden: [], criticalPath: [], knee: null };
  if (lowest === undefined || top === undefined || entry === undefined)
    return { ...nothing, verdict: 'unknown', evidence: ['There is no level of load to judge by.'] };
  const silent = graph.filter(({ name }) => !((top.services[name]?.signals.rate ?? 0) > 0));
  if ((top.services[entry.name]?.signals.latencyMean ?? null) === null) {
    const why = top.services[entry.name]?.reason ?? 'it answered no request';
    return { ...nothing, verdict: 'unknown', evidence: [`Nothing is known of ${entry.name}: ${why}.`] };
  }
  const ranked = rank(levels, lowest, top, graph);
  const saturated = ranked.filter(({ utilization }) => utilization !== null && utilization >= SATURATED);
  const named =
    greatest(saturated, ({ latency }) => latency) ??
    greatest(ranked, ({ capacity }) => (capacity === null ? -Infinity : -capacity));
  const found = {
    signals: source,
    verdict: named === undefined ? 'unknown' : saturated.length > 0 ? 'saturated' : 'unsaturated',
    service: named?.service ?? null,
    ranking: named === undefined ? ranked : [named, ...ranked.filter((one) => one !== named)],
    hidden: hiddenQueues(top, graph, ranked),
    criticalPath: criticalPath(top, graph),
    knee: knee(levels.map(({ offered, services }) => [offered, services[entry.name]?.signals.latencyMean ?? 0])),
  } as const;
  return { ...found, evidence: reasons(found, { entry: entry.name, silent: silent.map(({ name }) => name) }) };
}

function rank(levels: readonly Level[], lowest: Level, top: Level, graph: readonly GraphNode[]): Ranked[] {
  const [after, before] = [attribution(top.services, graph), attribution(lowest.services, graph)];
  const sum = (map: typeof after, name: string): number =>
    Object.values(map.get(name) ?? {}).reduce<number>((total, part: number) => total + part, 0);
  const whole = graph.reduce((total, { name }) => total + sum(after, name), 0);
  const found = graph.map(({ name }): Ranked => {
    const signals = top.services[name]?.signals;
    const { utilization, resource } = utilizationOf(top.services[name]);
    const latency = sum(after, name);
    return {
      service: name,
      utilization,
      resource,
      latency,
      share: whole > 0 ? latency / whole : 0,
      latencyBefore: sum(before, name),
      parts: after.get(name) ?? { wait: 0, delay: 0, work: 0, other: 0 },
      queue: signals?.queue ?? null,
      throttled: signals?.throttled ?? null,
      replicas: signals?.replicas ?? null,
      capacity: capacityOf(name, levels, graph[0]?.name ?? ''),
    };
  });
  return found.sort((a, b) => b.latency - a.latency);
}

/** The most used of a service's resources. Its pool, and what makes requests wait of which only the queue is seen, count as far as it holds them for itself. */
export function utilizationOf(result: ServiceResult | undefined): {
  readonly utilization: number | null;
  readonly resource: Resource | null;
} {
  if (result === undefined) return { utilization: null, resource: null };
  const { cpuOfLimit, busy, poolUsed } = result.signals;
  const own = poolUsed === null ? null : poolUsed * ownShareOfHold(result);
  const shares: readonly (readonly [Resource, number | null])[] = [
    ['CPU', cpuOfLimit],
    ['threads', busy],
    ['pool', own],
    ['queue', result.signals.queueing === null ? null : result.signals.queueing * ownShareOfHold(result)],
  ];
  const known = shares.filter((share): share is readonly [Resource, number] => share[1] !== null);
  const most = greatest(known, ([, share]) => share);
  // Scrapes and the moments asked for are some seconds apart, which can give a little over 1.
  return { utilization: most === undefined ? null : Math.min(1, most[1]), resource: most?.[0] ?? null };
}

/**
 * Rate at the entry at which a service's resource is used up: 1 / D, where D is its demand for one request at the entry, U = X D
 * (utilization and bottleneck laws: P. Denning, J. Buzen: The Operational Analysis of Queueing Network Models, ACM Computing Surveys
 * 10(3), 1978). D is fitted over the levels by least squares through the origin.
 */
function capacityOf(name: string, levels: readonly Level[], entry: string): number | null {
  let [product, square] = [0, 0];
  for (const { services } of levels) {
    const { utilization } = utilizationOf(services[name]);
    const rate = services[entry]?.signals.rate ?? null;
    if (utilization === null || rate === null) continue;
    product += utilization * rate;
    square += rate * rate;
  }
  return product > 0 ? square / product : null;
}

/** Queues before services that are not saturated themselves, and whose time is spent waiting for others. */
function hiddenQueues(top: Level, graph: readonly GraphNode[], ranked: readonly Ranked[]): Hidden[] {
  return graph.flatMap(({ name }) => {
    const result = top.services[name];
    const { utilization = null, queue = null } = ranked.find(({ service }) => service === name) ?? {};
    const behind = waitedFor(name, top, graph);
    if (result === undefined || behind === undefined || queue === null || queue < QUEUE) return [];
    if ((utilization ?? 0) >= SATURATED || ownShareOfHold(result) > 0.5) return [];
    return [{ service: name, behind, queue, utilization }];
  });
}

/** Whom a service waits for in the end: whom it waits for most, and so on, as long as that one only waits itself. */
function waitedFor(name: string, top: Level, graph: readonly GraphNode[]): string | undefined {
  const next = greatest(waitsOf(name, top.services, graph), ({ share }) => share)?.service;
  const result = next === undefined ? undefined : top.services[next];
  if (next === undefined || result === undefined || ownShareOfHold(result) > 0.5) return next;
  return waitedFor(next, top, graph) ?? next;
}

/** From the entry on, always to the callee that most of the waiting is for. */
function criticalPath(top: Level, graph: readonly GraphNode[]): string[] {
  const path: string[] = [];
  for (let name = graph[0]?.name; name !== undefined && !path.includes(name);) {
    path.push(name);
    name = greatest(waitsOf(name, top.services, graph), ({ share }) => share)?.service;
  }
  return path;
}

function greatest<T>(all: readonly T[], of: (one: T) => number): T | undefined {
  return all.reduce<T | undefined>((best, one) => (best === undefined || of(one) > of(best) ? one : best), undefined);
}
