import * as pulumi from '@pulumi/pulumi';
import type { Autoscaler, PrometheusService, Variant } from '../components/autoscalers/types';
import type { Cluster } from '../components/cluster/types';
import { Services, type ServicesArgs } from '../components/workload/services';
import type { Written } from '../experiments/layers';
import type { ServicesConfig } from './services';
import { replicasOf, type ReplicasBy } from './servicesRules';
import { settingsFor } from './servicesSettings';

export interface ScalingArgs {
  readonly variant: Variant;
  /** Of the variant, for services that have none of their own. */
  readonly settings: unknown;
  readonly cluster: Cluster;
  /** Of the variant: its objects' names derive from it. */
  readonly identity: pulumi.Output<string>;
  readonly prometheus: PrometheusService;
}

/** The services of the configuration. */
export function createServices(
  config: ServicesConfig,
  replicasBy: ReplicasBy,
  args: Omit<ServicesArgs, 'services' | 'entry'>,
) {
  const services = Object.fromEntries(
    Object.entries(config.services).map(([name, service]) => [
      name,
      { ...service, replicas: replicasOf(config, name, replicasBy(name)) },
    ]),
  );
  const component = new Services('services', { ...args, services, entry: config.entry });
  return {
    component,
    /** Creates the variant for each service that it scales; gives those by the service's name, and what an experiment knows of all. */
    scale(scaling: ScalingArgs, options: pulumi.ComponentResourceOptions) {
      const autoscalers = scaleServices(config, component, scaling, options);
      return {
        entry: autoscalers[config.entry] ?? {},
        services: servicesTarget(config, component, autoscalers),
        scaled: Object.entries(autoscalers).flatMap(([name, autoscaler]) => {
          const workload = component.workloads[name];
          return workload === undefined ? [] : [{ name, workload, autoscaler }];
        }),
      };
    },
  };
}

function scaleServices(
  config: ServicesConfig,
  { workloads }: Services,
  { variant, identity, settings: base, ...args }: ScalingArgs,
  options: pulumi.ComponentResourceOptions,
): Readonly<Record<string, Autoscaler>> {
  return Object.fromEntries(
    config.autoscaled.flatMap((name) => {
      const workload = workloads[name];
      if (workload === undefined) return [];
      const settings = settingsFor(config, name, base);
      const own = { ...args, settings, workload, identity: pulumi.interpolate`${name}-${identity}` };
      return [[name, variant.create(`autoscaler-${name}`, own, options)]];
    }),
  );
}

/** The entry comes first. */
function servicesTarget(
  { services, entry, autoscaled, settings }: ServicesConfig,
  { workloads }: Services,
  autoscalers: Readonly<Record<string, Autoscaler>>,
) {
  const names = [entry, ...Object.keys(services).filter((name) => name !== entry)];
  return names.flatMap((name) => {
    const [service, workload] = [services[name], workloads[name]];
    if (service === undefined || workload === undefined) return [];
    const { routes, cpuLimit, concurrency, pool } = service;
    const calls = Object.fromEntries(Object.entries(routes).map(([path, route]) => [path, route.calls]));
    const own = autoscaled.includes(name) && name in settings ? { settings: settings[name] as Written } : {};
    return [
      { name, deployment: workload.deployment, ...autoscalers[name], ...own, cpuLimit, concurrency, pool, calls },
    ];
  });
}
