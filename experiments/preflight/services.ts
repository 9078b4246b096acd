import type { PrometheusDriver } from 'prometheus-query';
import type { Kube } from '../kube';
import { autoscalerOf } from '../services/autoscaler';
import type { Target } from '../types';
import { autoscalerObstacles } from './autoscaler';
import { metricObstacles } from './metrics';
import { scene, type Obstacle, type Scene } from './scene';
import { notSettled } from './settled';
import { deploymentObstacles, scrapeTargets } from './workload';

/** Each service but the first, which is the workload itself, as a target of its own. */
export function otherServices(target: Target): Target[] {
  return (target.services ?? []).slice(1).map((service) => ({
    ...target,
    workload: { ...target.workload, deployment: service.deployment, service: service.deployment },
    autoscaler: autoscalerOf(service, target),
  }));
}

/** How each service but the first is now. */
export const otherScenes = (kube: Kube, target: Target, signal: AbortSignal): Promise<Scene[]> =>
  Promise.all(otherServices(target).map((service) => scene(kube, service, signal)));

/** What each service is not as it must be: its pods, the objects of its autoscaler, their metrics, its scrape targets. */
export async function serviceObstacles(
  kube: Kube,
  prometheus: PrometheusDriver,
  target: Target,
  signal: AbortSignal,
): Promise<Obstacle[]> {
  const found = await Promise.all(
    otherServices(target).map(async (service) => {
      const now = await scene(kube, service, signal);
      const obstacles = [...deploymentObstacles(now, service), ...autoscalerObstacles(now, service)];
      if (obstacles.length > 0) return obstacles;
      return [
        ...(await metricObstacles(kube, now, service, signal)),
        ...(await scrapeTargets(prometheus, now, service)),
      ];
    }),
  );
  return found.flat();
}

/** Why a service is not at rest; undefined if all are. */
export async function servicesUnsettled(kube: Kube, target: Target, signal: AbortSignal): Promise<string | undefined> {
  for (const service of otherServices(target)) {
    const reason = notSettled(await scene(kube, service, signal));
    if (reason !== undefined) return `service ${service.workload.deployment}: ${reason}`;
  }
  return undefined;
}
