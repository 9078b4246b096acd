import { isNotFound, type Kube } from '../kube';
import {
  isTrue,
  labelSelector,
  type Deployment,
  type Hpa,
  type Pod,
  type ScaledObject,
  type Vpa,
} from '../record/objects';
import type { Target } from '../types';

/** What is not as it must be before load may be sent. */
export interface Obstacle {
  /** What is wrong, with the value that is. */
  readonly problem: string;
  readonly remedy: string;
  /** Waiting does not mend it. */
  readonly final?: boolean;
}

/** How the objects are now; undefined where there is none. */
export interface Scene {
  readonly deployment: Deployment | undefined;
  readonly pods: readonly Pod[];
  /** Of the autoscaler's objects: undefined if the variant has none, or it is not there. */
  readonly hpa: Hpa | undefined;
  readonly scaledObject: ScaledObject | undefined;
  readonly vpa: Vpa | undefined;
}

export const NOTHING: Scene = {
  deployment: undefined,
  pods: [],
  hpa: undefined,
  scaledObject: undefined,
  vpa: undefined,
};

export async function scene(kube: Kube, { workload, autoscaler }: Target, signal: AbortSignal): Promise<Scene> {
  const { namespace } = workload;
  const get = <T>(path: string): Promise<T | undefined> =>
    kube.call<T>('GET', path, { signal }).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
  const deployment = await get<Deployment>(`/apis/apps/v1/namespaces/${namespace}/deployments/${workload.deployment}`);
  const own = async <T>(group: string, resource: string, name: string | undefined): Promise<T | undefined> =>
    name === undefined ? undefined : get<T>(`/apis/${group}/namespaces/${namespace}/${resource}/${name}`);
  const [hpa, scaledObject, vpa] = await Promise.all([
    own<Hpa>('autoscaling/v2', 'horizontalpodautoscalers', autoscaler.hpa),
    own<ScaledObject>('keda.sh/v1alpha1', 'scaledobjects', autoscaler.scaledObject),
    own<Vpa>('autoscaling.k8s.io/v1', 'verticalpodautoscalers', autoscaler.vpa),
  ]);
  const query = deployment && { labelSelector: labelSelector(deployment.spec.selector) };
  const pods = query
    ? (await kube.call<{ items: Pod[] }>('GET', `/api/v1/namespaces/${namespace}/pods`, { query, signal })).items
    : [];
  // An evicted pod stays as an object until it is cleaned up.
  const alive = pods.filter(({ status }) => !['Succeeded', 'Failed'].includes(status?.phase ?? ''));
  return { deployment, pods: alive, hpa, scaledObject, vpa };
}

/** Pods that take requests. */
export const running = (pods: readonly Pod[]): Pod[] =>
  pods.filter(
    ({ metadata, status }) => metadata.deletionTimestamp === undefined && isTrue(status?.conditions, 'Ready'),
  );

/** The pods' series in Prometheus. */
export function selectorOf(namespace: string, pods: readonly Pod[]): string {
  return `{namespace="${namespace}",pod=~"${pods.map(({ metadata }) => metadata.name).join('|')}"}`;
}

/** Seconds after which a target that is not scraped any more is none: some scrapes. */
const FORGOTTEN = 30;

/**
 * When the pods' targets were scraped last. Without those of an earlier life: a pod that came back with another address leaves one,
 * and Prometheus, if it was dead meanwhile, shows it for another five minutes.
 */
export function scraped(selector: string): string {
  return `(timestamp(up${selector}) > time() - ${FORGOTTEN})`;
}

export function names(pods: readonly Pod[]): string {
  return pods.map(({ metadata }) => metadata.name).join(', ');
}
