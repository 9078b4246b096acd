import type { PrometheusDriver } from 'prometheus-query';
import { messageOf } from '../kube';
import { instantByLabel } from '../record/prometheus';
import { lacksProxy, PROXY_REMEDY } from '../proxy';
import { isTrue, type Pod } from '../record/objects';
import type { Target } from '../types';
import { names, running, scraped, selectorOf, type Obstacle, type Scene } from './scene';
import { restsAtZero } from './settled';

/** The Deployment is there and available (or at the zero replicas that it may rest at), and each container has a CPU request. */
export function deploymentObstacles(
  { deployment, pods, hpa, scaledObject }: Pick<Scene, 'deployment' | 'pods' | 'hpa' | 'scaledObject'>,
  { workload }: Pick<Target, 'workload'>,
): Obstacle[] {
  const name = `Deployment ${workload.namespace}/${workload.deployment}`;
  if (!deployment) {
    return [{ problem: `${name} does not exist`, remedy: 'Create it, or name another as the workload', final: true }];
  }
  const bare = deployment.spec.template.spec.containers.filter(
    ({ resources }) => resources?.requests?.['cpu'] === undefined,
  );
  if (bare.length > 0) {
    return [
      {
        problem: `${name}: no CPU request on ${bare.map((container) => container.name).join(', ')}`,
        remedy: 'Set resources.requests.cpu on every container: utilization and reserved CPU are shares of it',
        final: true,
      },
    ];
  }
  const wanted = deployment.spec.replicas ?? 1;
  // At rest without a pod there is nothing to be available.
  if (wanted === 0 && restsAtZero({ hpa, scaledObject })) return [];
  const { availableReplicas = 0, updatedReplicas = 0 } = deployment.status ?? {};
  if (
    wanted > 0 &&
    isTrue(deployment.status?.conditions, 'Available') &&
    availableReplicas >= 1 &&
    updatedReplicas >= 1
  ) {
    return proxyObstacles(pods, workload);
  }
  const waiting = pods.flatMap(({ status }) =>
    (status?.containerStatuses ?? []).flatMap(({ state }) => (state?.waiting?.reason ? [state.waiting.reason] : [])),
  );
  const why = waiting.length > 0 ? ` (${[...new Set(waiting)].join(', ')})` : '';
  return [
    {
      problem: `${name} is not available: ${availableReplicas} of ${wanted} replicas${why}`,
      remedy: `Look at its pods: kubectl -n ${workload.namespace} describe pods`,
    },
  ];
}

/** In a mesh of sidecars each pod has one. */
function proxyObstacles(pods: readonly Pod[], { proxy }: Target['workload']): Obstacle[] {
  const without = running(pods).filter((pod) => lacksProxy(pod, proxy));
  if (without.length === 0) return [];
  return [{ problem: `no container ${proxy} in ${names(without)}`, remedy: PROXY_REMEDY }];
}

/** Prometheus scrapes every pod with success, and has its CPU from the kubelet. */
export async function scrapeTargets(
  prometheus: PrometheusDriver,
  { pods }: Scene,
  { workload }: Target,
): Promise<Obstacle[]> {
  const ready = running(pods);
  // At zero replicas there is nothing to scrape.
  if (ready.length === 0) return [];
  const of = selectorOf(workload.namespace, ready);
  try {
    const up = await instantByLabel(prometheus, `min by (pod) (up${of} and ${scraped(of)})`, 'pod');
    const cpu = await instantByLabel(prometheus, `count by (pod) (container_cpu_usage_seconds_total${of})`, 'pod');
    const down = ready.filter(({ metadata: { name } }) =>
      // A workload that names no counter need not have metrics at all.
      workload.servedCounter === undefined ? up.get(name) === 0 : up.get(name) !== 1,
    );
    const unseen = ready.filter(({ metadata }) => !cpu.has(metadata.name));
    return [
      ...(down.length === 0
        ? []
        : [{ problem: `Prometheus does not scrape ${names(down)}`, remedy: 'See its page /targets for the error' }]),
      ...(unseen.length === 0
        ? []
        : [
            {
              problem: `Prometheus has no CPU usage of ${names(unseen)}`,
              remedy: "It must scrape the kubelets' /metrics/cadvisor",
            },
          ]),
    ];
  } catch (error) {
    return [
      { problem: `Prometheus does not answer (${messageOf(error)})`, remedy: 'Is it running? kubectl get pods -A' },
    ];
  }
}
