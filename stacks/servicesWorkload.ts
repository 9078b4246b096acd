import * as pulumi from '@pulumi/pulumi';
import type { Autoscaler, PrometheusService, Variant } from '../components/autoscalers/types';
import type { Cluster } from '../components/cluster/types';
import { Services, type ServicesArgs } from '../components/workload/services';
import type { ServicesConfig } from './services';
import { replicasOf } from './servicesRules';

export interface ScalingArgs {
  readonly variant: Variant;
  readonly settings: unknown;
  readonly cluster: Cluster;
  /** Of the variant: its objects' names derive from it. */
  readonly identity: pulumi.Output<string>;
  readonly prometheus: PrometheusService;
}

/** The services of the configuration. @param replicas what the variant sets, where no autoscaler does */
export function createServices(
  config: ServicesConfig,
  replicas: number | undefined,
  args: Omit<ServicesArgs, 'services' | 'entry'>,
) {
  const services = Object.fromEntries(
    Object.entries(config.services).map(([name, service]) => [
      name,
      { ...service, replicas: replicasOf(config, name, replicas) },
    ]),
  );
  const component = new Services('services', { ...args, services, entry: config.entry });
  return {
    component,
    /** Creates the variant for each service that it scales; gives those by the service's name, and what an experiment knows of all. */
    scale(scaling: ScalingArgs, options: pulumi.ComponentResourceOptions) {
      const autoscalers = scaleServices(config, component, scaling, options);
      return { entry: autoscalers[config.entry] ?? {}, services: servicesTarget(config, component, autoscalers) };
    },
  };
}

function scaleServices(
  { autoscaled }: ServicesConfig,
  { workloads }: Services,
  { variant, identity, ...args }: ScalingArgs,
  options: pulumi.ComponentResourceOptions,
): Readonly<Record<string, Autoscaler>> {
  return Object.fromEntries(
    autoscaled.flatMap((name) => {
      const workload = workloads[name];
      if (workload === undefined) return [];
      const own = { ...args, workload, identity: pulumi.interpolate`${name}-${identity}` };
      return [[name, variant.create(`autoscaler-${name}`, own, options)]];
    }),
  );
}

/** The entry comes first. */
function servicesTarget(
  { services, entry }: ServicesConfig,
  { workloads }: Services,
  autoscalers: Readonly<Record<string, Autoscaler>>,
) {
  const names = [entry, ...Object.keys(services).filter((name) => name !== entry)];
  return names.flatMap((name) => {
    const [service, workload] = [services[name], workloads[name]];
    if (service === undefined || workload === undefined) return [];
    const { routes, cpuLimit, concurrency, pool } = service;
    const calls = Object.fromEntries(Object.entries(routes).map(([path, route]) => [path, route.calls]));
    return [{ name, deployment: workload.deployment, hpa: autoscalers[name]?.hpa, cpuLimit, concurrency, pool, calls }];
  });
}
