/** What a service does for a request to one of its paths. */
export interface Route {
  /** Hash rounds of its own work, 0 for none. */
  readonly rounds: number;
  /** Wait that takes no CPU, as for a disk or somebody else's service, ms. */
  readonly delayMs: number;
  /** Share of the requests that fail with status 500, 0 to 1. */
  readonly errorRate: number;
  /** Calls to other services: groups one after the other, the calls of a group at the same time. */
  readonly calls: readonly (readonly Target[])[];
}

export interface Target {
  /** Name of the service, for the metrics. */
  readonly name: string;
  /** http address. */
  readonly url: string;
}

/**
 * Reads `ROUTES`, a JSON object of routes by path; null without any. Every problem goes to `problem`. Plain checks, for the reason given
 * at readSettings.
 */
export function readRoutes(text: string | undefined, problem: (expected: string) => void): Map<string, Route> | null {
  if (text === undefined || text === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    problem('JSON');
    return null;
  }
  if (!isObject(value) || Object.keys(value).length === 0) {
    problem('an object of routes by path');
    return null;
  }
  const routes = new Map<string, Route>();
  for (const [path, raw] of Object.entries(value)) {
    const route = isObject(raw) ? raw : {};
    if (!path.startsWith('/')) problem(`paths that begin with "/", not ${JSON.stringify(path)}`);
    const number = (key: string, max: number): number => {
      const found = route[key] ?? 0;
      if (typeof found === 'number' && found >= 0 && found <= max) return found;
      problem(`${path}.${key} from 0 to ${max}`);
      return 0;
    };
    const calls: unknown = route['calls'] ?? [];
    if (!isCalls(calls)) problem(`${path}.calls as groups of { name, url } with http:// addresses`);
    routes.set(path, {
      rounds: Math.round(number('rounds', 1e9)),
      delayMs: number('delayMs', 600_000),
      errorRate: number('errorRate', 1),
      calls: isCalls(calls) ? calls : [],
    });
  }
  return routes;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isCalls(value: unknown): value is Route['calls'] {
  return Array.isArray(value) && value.every((group) => Array.isArray(group) && group.every(isTarget));
}

function isTarget(value: unknown): value is Target {
  if (!isObject(value)) return false;
  const { name, url } = value;
  return typeof name === 'string' && typeof url === 'string' && URL.canParse(url) && url.startsWith('http://');
}
