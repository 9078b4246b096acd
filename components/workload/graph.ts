import { calledBy } from '../../experiments/services/calls';

/** What a service does for a request to one of its paths. */
export interface ServiceRoute {
  /** Hash rounds of its own work; 8,000 are about 1 ms of one 2026 server core. */
  readonly rounds: number;
  /** Wait that takes no CPU, ms. */
  readonly delayMs: number;
  /** Share of the requests that fail, 0 to 1. */
  readonly errorRate: number;
  /** Calls to others, SERVICE or SERVICE/PATH: groups one after the other, the calls of a group at the same time. */
  readonly calls: readonly (readonly string[])[];
}

type Graph = Readonly<Record<string, { readonly routes: Readonly<Record<string, ServiceRoute>> }>>;

/** Names of the services that each one calls. */
export function calleesOf({ routes }: Graph[string]): string[] {
  const calls = Object.values(routes).flatMap((route) => route.calls.flat());
  return [...new Set(calls.map((call) => calledBy(call).service))];
}

export interface GraphProblem {
  /** Keys below `services`. */
  readonly path: readonly string[];
  readonly value: unknown;
  readonly allowed: string;
}

/** Calls to services or paths that are not there. */
export function unknownCalls(graph: Graph): GraphProblem[] {
  return Object.entries(graph).flatMap(([name, { routes }]) =>
    Object.entries(routes).flatMap(([route, { calls }]) =>
      calls.flat().flatMap((call) => {
        const { service, path } = calledBy(call);
        const target = Object.hasOwn(graph, service) ? graph[service] : undefined;
        const problem = (allowed: string) => [{ path: [name, 'routes', route, 'calls'], value: call, allowed }];
        if (target === undefined) return problem(`there is no such service: ${Object.keys(graph).join(', ')}`);
        if (target.routes[path] !== undefined) return [];
        return problem(`${service} has no path ${path}: ${Object.keys(target.routes).join(', ')}`);
      }),
    ),
  );
}

/** The first cycle found, from a service back to it; undefined in a graph without any. */
export function cycleOf(graph: Graph): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): readonly string[] | undefined => {
    const begin = path.indexOf(name);
    if (begin >= 0) return [...path.slice(begin), name];
    const service = graph[name];
    if (done.has(name) || service === undefined) return undefined;
    for (const callee of calleesOf(service)) {
      const found = visit(callee, [...path, name]);
      if (found !== undefined) return found;
    }
    done.add(name);
    return undefined;
  };
  for (const name of Object.keys(graph)) {
    const found = visit(name, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Services that nobody calls: one of them is where load enters. */
export function rootsOf(graph: Graph): string[] {
  const called = new Set(Object.values(graph).flatMap(calleesOf));
  return Object.keys(graph).filter((name) => !called.has(name));
}

/** Services that no request from `entry` gets to. */
export function unreachable(graph: Graph, entry: string): string[] {
  const reached = new Set<string>();
  const visit = (name: string): void => {
    const service = graph[name];
    if (reached.has(name) || service === undefined) return;
    reached.add(name);
    calleesOf(service).forEach(visit);
  };
  visit(entry);
  return Object.keys(graph).filter((name) => !reached.has(name));
}
