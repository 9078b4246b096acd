import type { Seen } from '../services/seen';
import type { GraphNode, SignalSource } from '../services/types';
import { formatNumber } from '../slis/units';
import type { Bottleneck, Level } from './types';

const short = (value: number): string => formatNumber(Number(value.toPrecision(3)));
const list = (names: readonly string[]): string => names.join(', ').replace(/, ([^,]*)$/, ' and $1');

export interface Judgement {
  readonly levels: readonly Level[];
  readonly graph: readonly GraphNode[];
  readonly source: SignalSource;
  /** The application's own signals and the mesh's are both there. */
  readonly both: boolean;
  /** By the mesh. */
  readonly seen?: Seen;
}

/** Whose signals the finding rests on and what they say, a sentence each; none where there is nothing to choose from. */
export function witnesses({ service }: Pick<Bottleneck, 'service'>, judgement: Judgement): string[] {
  const { source, both } = judgement;
  if (source === 'app')
    return both
      ? ['These are the application’s own signals, which say more; --signals mesh takes those of the mesh.']
      : [];
  return [
    ...(service === null ? [] : ofNamed(service, judgement)),
    ...caveats(judgement),
    'These are the signals of the mesh: a service’s requests by its own proxy, its calls by the caller’s, CPU and throttling by cAdvisor.' +
      (both ? ' The application’s own are there too: --signals app.' : ''),
  ];
}

/** What its own proxy and its callers' say of the named service. */
function ofNamed(name: string, { levels }: Judgement): string[] {
  const [lowest, top] = [levels[0]?.services ?? {}, levels.at(-1)?.services ?? {}];
  const { rate = null, latencyMean = null, inFlight = null, proxyCpu = null } = top[name]?.signals ?? {};
  const before = lowest[name]?.signals.latencyMean ?? null;
  if (rate === null || latencyMean === null || inFlight === null) return [];
  const callers = Object.entries(top).flatMap(([caller, { calls }]) => {
    const call = calls[name];
    if (call?.rate == null || call.latencyMean === null) return [];
    return [`${caller}’s proxy saw ${short(call.rate)}/s of ${short(call.latencyMean)} ms`];
  });
  const own = top[name]?.reason === undefined;
  const told = [
    ...(own
      ? [
          `its own proxy saw ${short(rate)}/s of ${short(latencyMean)} ms${before === null || levels.length < 2 ? '' : ` (at the lowest load ${short(before)} ms)`}, ` +
            `so ${short(inFlight)} in it at a time (rate x latency, Little’s law)`,
        ]
      : []),
    ...callers,
  ];
  const proxy = proxyCpu === null ? '' : ` Its proxies used ${Number(proxyCpu.toPrecision(2))} cores themselves.`;
  return [`Of ${name} ${told.join('; ')}.${proxy}`];
}

/** What was assumed, and of whom little is known. */
function caveats({ levels, graph, seen }: Judgement): string[] {
  const top = levels.at(-1)?.services ?? {};
  const blind = graph.filter(({ name }) => top[name]?.signals.cpu === null && (top[name]?.signals.rate ?? 0) > 0);
  return [
    ...(seen?.assumed ?? []).map(
      ({ service, callees, as }) =>
        `How ${service} calls ${list(callees)} is not configured: taken as ` +
        `${as === 'sequence' ? 'one after the other, since that fits into its latency' : 'at the same time, since one after the other they would take longer than it does'}` +
        `${bounds(service, levels)}.`,
    ),
    ...(seen?.cycles ?? []).map(([from, to]) => `Left out, because they lead back: the calls from ${from} to ${to}.`),
    ...(blind.length === 0
      ? []
      : [`No utilization is known of ${list(blind.map(({ name }) => name))}: no CPU was seen there.`]),
    ...(levels.length > 1
      ? []
      : ['With one level of load nothing says what of a latency is a queue; several levels do.']),
  ];
}

/** Between what its own time lies: with its calls one after the other, and all at the same time. */
function bounds(service: string, levels: readonly Level[]): string {
  const result = levels.at(-1)?.services[service];
  const { rate = null, latencyMean = null } = result?.signals ?? {};
  if (result === undefined || rate === null || rate <= 0 || latencyMean === null) return '';
  const times = Object.values(result.calls).map((call) => ((call.rate ?? 0) * (call.latencyMean ?? 0)) / rate);
  const least = Math.max(0, latencyMean - times.reduce((sum, time) => sum + time, 0));
  const most = Math.max(0, latencyMean - Math.max(0, ...times));
  return `; its own time is between ${short(least)} and ${short(most)} ms`;
}
