import type { GraphNode, ServiceResult } from '../services/types';
import { waitTimes } from '../services/waits';
import type { Parts } from './types';

type Services = Readonly<Record<string, ServiceResult>>;

/** Time of one request at the entry by the service that it arises in, ms. */
export type Attribution = ReadonlyMap<string, Parts>;

/** Whom a service waits for, and with what share of its waiting. */
export type Waits = readonly { readonly service: string; readonly share: number }[];

/**
 * Shares the entry's mean latency out among the services, so that the sum is that latency.
 *
 * Of the time that a request spends in a service, its own is what is left without the waits for others (self time, as in call graph profiles and
 * the critical path of a trace). Waiting for a place in the pool is nobody's doing but of those who hold the places: it is shared out as
 * their time is, so that a queue before a service that only waits for another counts as the other's. What the caller sees of a call and
 * the called service does not (network, accepting the connection) counts as the called one's.
 */
export function attribution(services: Services, graph: readonly GraphNode[]): Attribution {
  const found = new Map<string, Parts>();
  const spread = (name: string, time: number): void => {
    const result = services[name];
    if (result === undefined || !(time > 0)) return;
    const { own, toOthers } = composition(result);
    const waits = waitsOf(name, services, graph);
    // Without known calls the wait for them stays where it is seen.
    const passed = waits.length > 0 ? toOthers : 0;
    const total = own.wait + own.delay + own.work + own.other + toOthers;
    const scale = total > 0 ? time / total : 0;
    const before = found.get(name) ?? { wait: 0, delay: 0, work: 0, other: 0 };
    found.set(name, {
      wait: before.wait + (own.wait + toOthers - passed) * scale,
      delay: before.delay + own.delay * scale,
      work: before.work + own.work * scale,
      other: before.other + own.other * scale,
    });
    for (const { service, share } of waits) spread(service, passed * scale * share);
  };
  const entry = graph[0];
  if (entry !== undefined) spread(entry.name, services[entry.name]?.signals.latencyMean ?? 0);
  return found;
}

/** Of one request to a service: its own time by kind, and the time for which others are to blame, ms. */
function composition({ signals }: ServiceResult): { own: Parts; toOthers: number } {
  const { poolWait, delay, workWait, work, downstreamWait, latencyMean } = {
    poolWait: signals.poolWait ?? 0,
    delay: signals.delay ?? 0,
    workWait: signals.workWait ?? 0,
    work: signals.work ?? 0,
    downstreamWait: signals.downstreamWait ?? 0,
    latencyMean: signals.latencyMean ?? 0,
  };
  const hold = delay + workWait + work + downstreamWait;
  const blocked = hold > 0 ? downstreamWait / hold : 0;
  return {
    own: {
      wait: workWait + poolWait * (1 - blocked),
      delay,
      work,
      other: Math.max(0, latencyMean - poolWait - hold),
    },
    toOthers: downstreamWait + poolWait * blocked,
  };
}

/** Share of its pool's places that a service holds for itself, without waiting for others. */
export function ownShareOfHold({ signals }: ServiceResult): number {
  const own = (signals.delay ?? 0) + (signals.workWait ?? 0) + (signals.work ?? 0);
  const hold = own + (signals.downstreamWait ?? 0);
  return hold > 0 ? own / hold : 1;
}

/** Whom a service waits for. */
export function waitsOf(name: string, services: Services, graph: readonly GraphNode[]): Waits {
  const times = waitTimes(services[name]?.calls ?? {}, graph.find((one) => one.name === name)?.calls);
  const sum = times.reduce((total, { time }) => total + time, 0);
  return sum > 0
    ? times.filter(({ time }) => time > 0).map(({ service, time }) => ({ service, share: time / sum }))
    : [];
}
