import { z } from 'zod';
import {
  cycleOf,
  rootsOf,
  unknownCalls,
  unreachable,
  type GraphProblem,
  type ServiceRoute,
} from '../components/workload/graph';
import { GRAPH_NAMES, readGraph } from '../components/workload/graphs';
import { isObject, type Written } from '../experiments/layers';
import { describe, problemsOf, understood, type Problem } from './problems';
import { serviceJourney, stepsOf, withoutQuery, type ServiceJourney } from './serviceJourneys';

const cores = z.number().min(0.01).max(1024);
const call = z.string().regex(/^[a-z][a-z0-9-]*(\/\S*)?$/, { error: 'SERVICE or SERVICE/PATH, for example "cart"' });
const path = z.string().regex(/^\/[^\s?]*$/, { error: 'a path, for example "/browse"' });

/** What is done for a request; what a route leaves out, it has of its service. */
const work = {
  /** Hash rounds of its own work; 8,000 are about 1 ms of CPU. */
  rounds: z.int().min(0).max(1e9).optional(),
  /** Wait that takes no CPU, ms. */
  delayMs: z.number().min(0).max(600_000).optional(),
  /** Share of the requests that fail, 0 to 1; which ones is decided by a seed. */
  errorRate: z.number().min(0).max(1).optional(),
  /** Calls one after the other; those in a list of their own are made at the same time. */
  calls: z.array(z.union([call, z.array(call).min(1)])).optional(),
};

const service = z
  .strictObject({
    ...work,
    /** Paths that differ. @default one path, / */
    routes: z
      .record(path, z.strictObject(work))
      .refine((routes) => Object.keys(routes).length > 0, { error: 'at least one path' })
      .optional(),
    /** Requests that a pod handles at the same time, its waits for others included. @default no bound */
    pool: z.int().min(1).max(100_000).optional(),
    /** Requests that a pod works on at the same time, each on a thread. */
    concurrency: z.int().min(1).max(3).default(1),
    /** Bound of one call to another service, s. */
    timeout: z.number().min(0.001).max(3600).default(5),
    /** Which requests fail, where errorRate is set. */
    seed: z.int().min(0).max(4_294_967_295).default(1),
    /** Replicas where no autoscaler owns them. @default 1, or those of settings.fixed */
    replicas: z.int().min(1).max(100).optional(),
    /** By variant what its settings are to be for this service other than in the key `settings`; checked with that. */
    settings: z.record(z.string(), z.unknown()).optional(),
    /** CPU request of a pod, cores. */
    cpuRequest: cores.default(0.1),
    /** CPU limit of a pod, cores. */
    cpuLimit: cores.default(0.4),
    /** Memory request and limit of a pod, MiB. */
    memoryMiB: z.int().min(32).max(1_048_576).default(96),
  })
  .refine(({ cpuRequest, cpuLimit }) => cpuRequest <= cpuLimit, {
    path: ['cpuRequest'],
    error: 'must be at most cpuLimit',
  });

const serviceName = z.string().regex(/^[a-z]([a-z0-9-]{0,40}[a-z0-9])?$/, {
  error: 'a name of lower-case letters, digits and "-", at most 42, for example "cart"',
});

/** The key `workload` where it describes several services, the graph that it names included. */
export const servicesSchema = z.strictObject({
  /** A ready graph. */
  graph: z.enum(GRAPH_NAMES).optional(),
  /** The services by name; with `graph`, what is to be other than there. */
  services: z.record(serviceName, service),
  /** The service that load enters at. @default the only one that no other calls */
  entry: z.string().optional(),
  /** Services that the variant scales. @default all */
  autoscale: z.union([z.literal('all'), z.array(z.string())]).default('all'),
  /** What users come for, with weights, where the experiment names no load of its own. */
  journeys: z.array(serviceJourney).optional(),
});

type WrittenService = z.infer<typeof service>;

/** A service with its paths completed. */
export type ServiceConfig = Omit<WrittenService, 'routes' | keyof typeof work> & {
  readonly routes: Readonly<Record<string, ServiceRoute>>;
};

/** A workload of several services, validated. */
export interface ServicesConfig {
  readonly entry: string;
  /** Names of those that the variant scales. */
  readonly autoscaled: readonly string[];
  readonly services: Readonly<Record<string, ServiceConfig>>;
  /** By service the settings of the variant, complete, where it has its own. @default none has */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly journeys: readonly ServiceJourney[];
}

/** Whether the key `workload` describes several services. */
export function isSeveral(value: unknown): value is Written {
  return isObject(value) && ('graph' in value || 'services' in value);
}

/** The key `workload` where it describes several services; what is wrong is added to the problems. */
export function parseServices(value: Written, problems: Problem[]): ServicesConfig | null {
  const graph = GRAPH_NAMES.find((name) => name === value['graph']);
  const whole = graph === undefined ? { services: {}, ...value } : merged(readGraph(graph), value);
  const parsed = understood(servicesSchema, whole, { error: describe });
  if (!parsed.success) {
    problems.push(...problemsOf('workload', whole, parsed.error));
    return null;
  }
  const { journeys = [], entry, autoscale } = parsed.data;
  const services = Object.fromEntries(
    Object.entries(parsed.data.services).map(([name, written]) => [name, completed(written)]),
  );
  const found = graphProblems(services, entry, autoscale);
  problems.push(...found.problems);
  if (found.problems.length > 0 || found.entry === undefined) return null;
  const paths = Object.keys(services[found.entry]?.routes ?? {});
  const lost = journeys.flatMap(stepsOf).filter((step) => !paths.includes(withoutQuery(step.path)));
  problems.push(
    ...lost.map((step) => ({
      path: 'workload.journeys',
      value: step.path,
      allowed: `${found.entry} has no such path: ${paths.join(', ')}`,
    })),
  );
  return {
    entry: found.entry,
    autoscaled: autoscale === 'all' ? Object.keys(services) : autoscale,
    services,
    settings: {},
    journeys: journeys.length > 0 ? journeys : paths.map((one) => ({ path: one, weight: 1 })),
  };
}

function graphProblems(
  services: ServicesConfig['services'],
  asked: string | undefined,
  autoscale: 'all' | readonly string[],
): { readonly problems: Problem[]; readonly entry?: string } {
  const names = Object.keys(services);
  const problem = (key: string, value: unknown, allowed: string): Problem => ({
    path: `workload.${key}`,
    value,
    allowed,
  });
  if (names.length === 0) return { problems: [problem('services', {}, 'at least one service')] };
  const at = ({ path: keys, value, allowed }: GraphProblem) => problem(['services', ...keys].join('.'), value, allowed);
  const problems = [
    ...unknownCalls(services).map(at),
    ...(autoscale === 'all' ? [] : autoscale.filter((name) => !names.includes(name))).map((name) =>
      problem('autoscale', name, `there is no such service: ${names.join(', ')}`),
    ),
  ];
  // Only where every call leads somewhere.
  const cycle = problems.length > 0 ? undefined : cycleOf(services);
  if (cycle !== undefined)
    problems.push(problem('services', cycle.join(' -> '), 'calls must not come back to where they began'));
  if (asked !== undefined && !names.includes(asked))
    problems.push(problem('entry', asked, `there is no such service: ${names.join(', ')}`));
  if (problems.length > 0) return { problems };
  const roots = rootsOf(services);
  const entry = asked ?? (roots.length === 1 ? roots[0] : undefined);
  if (entry === undefined)
    return { problems: [problem('entry', undefined, `no other service calls ${roots.join(' or ')}: which is it?`)] };
  return {
    entry,
    problems: unreachable(services, entry).map((name) =>
      problem(`services.${name}`, name, `no request from ${entry} gets there; call it or remove it`),
    ),
  };
}

function completed({ routes, rounds, delayMs, errorRate, calls, ...rest }: WrittenService): ServiceConfig {
  const own = { rounds, delayMs, errorRate, calls };
  const complete = (route: z.infer<z.ZodObject<typeof work>>): ServiceRoute => ({
    rounds: route.rounds ?? own.rounds ?? 4000,
    delayMs: route.delayMs ?? own.delayMs ?? 0,
    errorRate: route.errorRate ?? own.errorRate ?? 0,
    calls: (route.calls ?? own.calls ?? []).map((group) => (typeof group === 'string' ? [group] : group)),
  });
  return {
    ...rest,
    routes: Object.fromEntries(Object.entries(routes ?? { '/': {} }).map(([name, route]) => [name, complete(route)])),
  };
}

/** Objects are merged key by key; null takes a key out; anything else replaces. */
export function merged(base: Written, own: Written): Record<string, unknown> {
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(own)) {
    const before = base[key];
    if (value === null) delete result[key];
    else result[key] = isObject(before) && isObject(value) ? merged(before, value) : value;
  }
  return result;
}
