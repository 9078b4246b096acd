import type { Kube } from '../kube';
import type { Deployment } from '../record/objects';
import { quantity } from '../record/quantity';
import type { Target } from '../types';
import { PROXY } from './counters';
import type { TargetService } from './types';
import { NAME } from './watch';

/**
 * The Deployments of the workload's namespace as services, the workload first, whoever made them: for one whose services are not the testbed's. They are those
 * whose pods have the label `app.kubernetes.io/name`, without those that are switched off (no replicas). Whom each calls is not in here: a mesh sees it.
 */
export async function servicesIn(
  kube: Kube,
  { workload, autoscaler }: Pick<Target, 'workload' | 'autoscaler'>,
): Promise<TargetService[]> {
  const path = `/apis/apps/v1/namespaces/${workload.namespace}/deployments`;
  const { items } = await kube.call<{ items: readonly Deployment[] }>('GET', path);
  const { hpa, scaledObject, vpa, minReplicas } = autoscaler;
  const found = items.flatMap(({ metadata: { name: deployment }, spec: { template, replicas } }): TargetService[] => {
    const name = template.metadata?.labels?.[NAME];
    if (name === undefined || (replicas === 0 && deployment !== workload.deployment)) return [];
    const cpuLimit = limitOf(template.spec.containers);
    const scaled = deployment === workload.deployment ? { hpa, scaledObject, vpa, minReplicas } : {};
    return [{ name, deployment, ...(cpuLimit !== undefined && { cpuLimit }), ...defined(scaled), calls: {} }];
  });
  const isEntry = ({ deployment }: TargetService): boolean => deployment === workload.deployment;
  const ordered = [...found.filter(isEntry), ...found.filter((one) => !isEntry(one))];
  // Pods are told apart by their label: of Deployments with the same one, the first.
  return ordered.filter(({ name }, index) => ordered.findIndex((one) => one.name === name) === index);
}

/** CPU limit of the application's containers, cores; undefined where one of them has none. */
function limitOf(containers: Deployment['spec']['template']['spec']['containers']): number | undefined {
  const limits = containers.flatMap(({ name, resources }) => (name === PROXY ? [] : [resources?.limits?.['cpu']]));
  const sum = limits.reduce((total, limit) => total + (limit === undefined ? NaN : quantity(limit)), 0);
  return sum > 0 ? sum : undefined;
}

const defined = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
