import { deploymentFacts, podFacts } from '../record/facts';
import type { Deployment, KubeObject, Pod } from '../record/objects';
import type { Change, Observation, Seen } from '../record/observations';
import type { Collection } from '../record/watch';
import type { TargetService } from './types';

/** What is watched of the services: their Deployments, pods, and what scales them. */
export interface ServiceWatch<T extends KubeObject> {
  readonly collection: Collection;
  /** Undefined for an object of no service. */
  readonly seen: (change: Change, object: T) => (Seen & Pick<Observation, 'service'>) | undefined;
}

/** The pods' label with their service's name. */
export const NAME = 'app.kubernetes.io/name';

/** One watch on the Deployments of all services. */
export function deploymentsWatch(path: string, services: readonly TargetService[]): ServiceWatch<Deployment> {
  return {
    collection: { name: "services' Deployments", path, query: { labelSelector: selectorOf(services) } },
    seen(change, object) {
      const service = services.find(({ deployment }) => deployment === object.metadata.name)?.name;
      return service === undefined
        ? undefined
        : { kind: 'deployment', service, change, facts: deploymentFacts(object) };
    },
  };
}

/** One watch on the pods of all services. */
export function podsWatch(path: string, services: readonly TargetService[]): ServiceWatch<Pod> {
  return {
    collection: { name: "services' pods", path, query: { labelSelector: selectorOf(services) } },
    seen(change, object) {
      const service = services.find(({ name }) => name === object.metadata.labels?.[NAME])?.name;
      return service === undefined ? undefined : { kind: 'pod', service, change, facts: podFacts(object) };
    },
  };
}

/** One watch on the objects of a kind by which services are scaled, of which there may be others; null where no service has one. */
export function autoscalersWatch<T extends KubeObject>(
  kind: string,
  path: string,
  services: readonly TargetService[],
  nameOf: (service: TargetService) => string | undefined,
  seen: (change: Change, object: T) => Seen,
): ServiceWatch<T> | null {
  const owners = new Map(services.map((service) => [nameOf(service), service.name]));
  owners.delete(undefined);
  if (owners.size === 0) return null;
  return {
    collection: { name: `services' ${kind}s`, path },
    seen(change, object) {
      const service = owners.get(object.metadata.name);
      return service === undefined ? undefined : { ...seen(change, object), service };
    },
  };
}

const selectorOf = (services: readonly TargetService[]): string =>
  `${NAME} in (${services.map(({ name }) => name).join(',')})`;
