/** What a workload of several services asks of the rest of the configuration. */
import type { ExperimentSpec } from '../experiments/types';
import type { Problem } from './problems';
import type { ServicesConfig } from './services';

/** Variants of which each service has one of its own. */
const VARIANTS: readonly string[] = ['fixed', 'hpa-cpu', 'hpa-memory'];

/** The experiment as written, with the journeys as its load where it names neither path nor requests. */
export function withJourneys(experiment: unknown, services: ServicesConfig | null): unknown {
  if (services === null || !isObject(experiment) || experiment['preset'] === 'none') return experiment;
  const load = experiment['load'] ?? {};
  if (!isObject(load) || 'path' in load || 'requests' in load) return experiment;
  const [only, ...others] = services.journeys;
  return { ...experiment, load: { ...load, ...(others.length === 0 ? { path: only?.path } : journeys(services)) } };
}

const journeys = (services: ServicesConfig) => ({ requests: services.journeys });

/** What does not go with several services. */
export function servicesProblems(
  { entry, services, autoscaled }: ServicesConfig,
  variant: string,
  experiment: ExperimentSpec | null,
): Problem[] {
  const paths = Object.keys(services[entry]?.routes ?? {});
  return [
    ...(VARIANTS.includes(variant)
      ? []
      : [
          {
            path: 'autoscaler',
            value: variant,
            allowed: `it scales one Deployment by a metric, a trigger or a pod size of its own, and the workload has ${Object.keys(services).length} services; with several: ${VARIANTS.join(', ')}`,
          },
        ]),
    ...(autoscaled.length === 0 && variant !== 'fixed'
      ? [{ path: 'workload.autoscale', value: [], allowed: 'a service to scale, or the variant "fixed"' }]
      : []),
    ...asked(experiment)
      .filter((path) => !paths.includes(path))
      .map((path) => ({
        path: 'experiment.load.path',
        value: path,
        allowed: `${entry} serves: ${paths.join(', ')}`,
      })),
  ];
}

/** Paths that the load asks for, without what comes after a question mark. */
function asked(experiment: ExperimentSpec | null): string[] {
  if (experiment === null) return [];
  const { path, requests = [] } = experiment.load as {
    readonly path?: string;
    readonly requests?: readonly { readonly path: string }[];
  };
  const paths = [...(path === undefined ? [] : [path]), ...requests.map((request) => request.path)];
  return paths.map((one) => one.split('?', 1)[0] ?? one);
}

interface Nodes {
  readonly count: number;
  readonly app: { readonly cpu: number; readonly memoryMiB: number };
}

/** A service's fixed number of replicas; undefined where an autoscaler owns it. @param ofVariant what the variant sets */
export function replicasOf(
  { services, autoscaled }: ServicesConfig,
  name: string,
  ofVariant: number | undefined,
): number | undefined {
  if (ofVariant === undefined && autoscaled.includes(name)) return undefined;
  return services[name]?.replicas ?? (autoscaled.includes(name) ? ofVariant : 1);
}

/**
 * Pods that are there from the start and find no room would stay pending for ever.
 * @param replicas what the variant sets
 */
export function servicesFit(config: ServicesConfig, { count, app }: Nodes, replicas: number | undefined): Problem[] {
  const pods = Object.entries(config.services).flatMap(([name, service]) =>
    Array.from({ length: replicasOf(config, name, replicas) ?? 1 }, () => ({ name, ...service })),
  );
  const free = Array.from({ length: count }, () => ({ cpu: app.cpu, memoryMiB: app.memoryMiB }));
  // The largest first, each to the first node that has room: what does not fit so does not fit the scheduler either, but for odd cases.
  const sorted = [...pods].sort((a, b) => b.cpuRequest - a.cpuRequest);
  const left = sorted.filter(({ cpuRequest, memoryMiB }) => {
    const node = free.find((one) => one.cpu >= cpuRequest - 1e-9 && one.memoryMiB >= memoryMiB);
    if (node === undefined) return true;
    node.cpu -= cpuRequest;
    node.memoryMiB -= memoryMiB;
    return false;
  });
  if (left.length === 0) return [];
  const cpu = pods.reduce((sum, { cpuRequest }) => sum + cpuRequest, 0);
  const memory = pods.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0);
  return [
    {
      path: 'workload.services',
      value: [...new Set(left.map(({ name }) => name))].join(', '),
      allowed:
        `no room: the ${pods.length} pods ask for ${cpu.toFixed(2)} cores and ${memory} MiB, and the nodes have ${count} x ` +
        `${app.cpu} cores and ${app.memoryMiB} MiB; raise nodes.count or nodes.app, or lower replicas or requests`,
    },
  ];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
