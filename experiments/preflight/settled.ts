import type { PrometheusDriver } from 'prometheus-query';
import { instantByLabel } from '../record/prometheus';
import type { Target } from '../types';
import { names, running, scraped, selectorOf, type Scene } from './scene';

/** Seconds between a scale-down being allowed and its being done: a sync of the HPA, and the pods' end. */
const SCALE_DOWN_SLACK = 90;
/** `behavior.scaleDown.stabilizationWindowSeconds` of Kubernetes, seconds. */
const DEFAULT_STABILIZATION = 300;

/** `spec.cooldownPeriod` of KEDA, seconds. */
const DEFAULT_COOLDOWN = 300;
/** A metric of requests is a rate over the last minutes: it takes that long to forget an earlier run. Seconds. */
const RATE_MEMORY = 120;

type Autoscaler = Pick<Scene, 'hpa' | 'scaledObject'>;

/** The fewest replicas that the autoscaler leaves; undefined without an autoscaler of replicas. */
function bound({ hpa, scaledObject }: Autoscaler): number | undefined {
  if (!scaledObject) return hpa && (hpa.spec.minReplicas ?? 1);
  const { idleReplicaCount, minReplicaCount } = scaledObject.spec;
  return idleReplicaCount ?? minReplicaCount ?? 0;
}

/** Whether having no pod is how the workload rests. */
export function restsAtZero(autoscaler: Autoscaler): boolean {
  return bound(autoscaler) === 0;
}

/** Seconds that the autoscaler may take to let go of the replicas that an earlier run left. */
export function settleSeconds({ hpa, scaledObject }: Autoscaler): number {
  const window = hpa ? (hpa.spec.behavior?.scaleDown?.stabilizationWindowSeconds ?? DEFAULT_STABILIZATION) : 0;
  const cooldown =
    scaledObject && restsAtZero({ hpa, scaledObject }) ? (scaledObject.spec.cooldownPeriod ?? DEFAULT_COOLDOWN) : 0;
  const resources = (hpa?.spec.metrics ?? []).every(({ type }) => /resource$/i.test(type));
  return window + cooldown + (resources ? 0 : RATE_MEMORY) + SCALE_DOWN_SLACK;
}

/** Why the workload is not at rest: more replicas than the least, or pods that come or go. Undefined if it is. */
export function notSettled({ deployment, pods, hpa, scaledObject }: Omit<Scene, 'vpa'>): string | undefined {
  if (!deployment) return 'the Deployment is gone';
  const wanted = deployment.spec.replicas ?? 1;
  // A schedule has its own idea of rest, and nobody else asks for more or fewer replicas than there are.
  const scheduled = scaledObject?.spec.triggers.some(({ type }) => type === 'cron') === true;
  const least = scheduled ? undefined : bound({ hpa, scaledObject });
  if (least !== undefined && wanted > least) return `the Deployment has ${wanted} replicas and not its least, ${least}`;
  const ready = running(pods).length;
  if (ready !== wanted || pods.length !== wanted)
    return `${pods.length} pods are there, ${ready} ready, for ${wanted} replicas`;
  return undefined;
}

/**
 * Why the application's counter has no value from before the load yet: the last scrape must be younger than all other requests (the
 * one of this preflight, and those of a run just ended), or the load's count would have them in it.
 */
export async function notScraped(
  prometheus: PrometheusDriver,
  { pods }: Scene,
  { workload }: Target,
  since: number,
): Promise<string | undefined> {
  if (workload.servedCounter === undefined) return undefined;
  const ready = running(pods);
  if (ready.length === 0) return undefined;
  const scrapes = await instantByLabel(
    prometheus,
    `min by (pod) (${scraped(selectorOf(workload.namespace, ready))})`,
    'pod',
  );
  const old = ready.filter(({ metadata }) => !((scrapes.get(metadata.name) ?? 0) * 1000 > since));
  return old.length === 0 ? undefined : `Prometheus has not scraped ${names(old)} since the last request`;
}
