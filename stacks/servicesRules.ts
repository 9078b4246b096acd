/** What a workload of several services asks of the rest of the configuration. */
import { isObject } from '../experiments/layers';
import { requestsOf } from '../experiments/load/spec';
import type { ExperimentSpec } from '../experiments/types';
import type { Problem } from './problems';
import { loadOf, withoutQuery } from './serviceJourneys';
import type { ServicesConfig } from './services';

/** The experiment as written, with the journeys as its load where it names none of its own. */
export function withJourneys(experiment: unknown, services: ServicesConfig | null): unknown {
  if (services === null || !isObject(experiment) || experiment['preset'] === 'none') return experiment;
  const load = experiment['load'] ?? {};
  if (!isObject(load) || ['path', 'requests', 'journeys'].some((key) => key in load)) return experiment;
  return { ...experiment, load: { ...load, ...loadOf(services.journeys, load['driver'] ?? 'k6') } };
}

/** What of the experiment does not go with the services. */
export function servicesProblems({ entry, services }: ServicesConfig, experiment: ExperimentSpec | null): Problem[] {
  const paths = Object.keys(services[entry]?.routes ?? {});
  return asked(experiment)
    .filter((path) => !paths.includes(path))
    .map((path) => ({
      path: 'experiment.load.path',
      value: path,
      allowed: `${entry} serves: ${paths.join(', ')}`,
    }));
}

/** Paths that the load asks for, without what comes after a question mark. */
function asked(experiment: ExperimentSpec | null): string[] {
  return experiment === null ? [] : [...new Set(requestsOf(experiment.load).map(({ path }) => withoutQuery(path)))];
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

/** The replicas that the variant sets for a service; undefined where an autoscaler does. */
export type ReplicasBy = (name: string) => number | undefined;

/** Pods that are there from the start and find no room would stay pending for ever. @param pooled nodes that can come besides */
export function servicesFit(
  config: ServicesConfig,
  { count, app }: Nodes,
  replicasBy: ReplicasBy,
  pooled: readonly Nodes['app'][] = [],
): Problem[] {
  const pods = Object.entries(config.services).flatMap(([name, service]) =>
    Array.from({ length: replicasOf(config, name, replicasBy(name)) ?? 1 }, () => ({ name, ...service })),
  );
  const free = [...Array.from({ length: count }, () => app), ...pooled].map(({ cpu, memoryMiB }) => ({
    cpu,
    memoryMiB,
  }));
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
        `${app.cpu} cores and ${app.memoryMiB} MiB${pooled.length > 0 ? `, and ${pooled.length} of nodePools` : ''}; raise nodes.count or nodes.app, or lower replicas or requests`,
    },
  ];
}
