import type { PrometheusDriver } from 'prometheus-query';
import { setTimeout as sleep } from 'node:timers/promises';
import { isNotFound, KubeError, messageOf, type Kube } from './kube';
import { instantByLabel } from './record/prometheus';
import { condition, isTrue, labelSelector, type Deployment, type Hpa, type Node, type Pod } from './record/objects';
import type { ExperimentSpec, Target } from './types';

/** What is not as it must be before load may be sent. */
export interface Obstacle {
  /** What is wrong, with the value that is. */
  readonly problem: string;
  readonly remedy: string;
  /** Waiting does not mend it. */
  readonly final?: boolean;
}

export interface PreflightOptions {
  readonly report: (message: string) => void;
  readonly signal: AbortSignal;
  /** Seconds to wait for what may still come, for example the first metrics. @default 90 */
  readonly patience?: number;
}

export interface PreflightResult {
  /** Empty: load may be sent. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** How the objects are now; undefined where there is none. */
interface Scene {
  readonly deployment: Deployment | undefined;
  readonly pods: readonly Pod[];
  /** Undefined: the variant has none, or it is not there. */
  readonly hpa: Hpa | undefined;
}

/** Seconds between a scale-down being allowed and its being done: a sync of the HPA, and the pods' end. */
const SCALE_DOWN_SLACK = 90;
/** `behavior.scaleDown.stabilizationWindowSeconds` of Kubernetes, seconds. */
const DEFAULT_STABILIZATION = 300;

/**
 * Waits until everything that a measurement rests on is there: the workload at its least replicas, its requests, the metrics API, the
 * HPA, the scrape targets, the service, and the load generator's node. What is still missing after a bound comes back as problems.
 */
export async function preflight(
  kube: Kube,
  prometheus: PrometheusDriver,
  spec: ExperimentSpec,
  target: Target,
  { report, signal, patience = 90 }: PreflightOptions,
): Promise<PreflightResult> {
  const start = Date.now();
  let said = '';
  const wait = async (what: string): Promise<void> => {
    if (what !== said) report(`waiting: ${what}`);
    said = what;
    await sleep(1000, undefined, { signal });
  };

  let found = await look(kube, prometheus, spec, target, signal);
  while (found.obstacles.length > 0) {
    const late = Date.now() - start > patience * 1000;
    if (late || found.obstacles.some(({ final }) => final)) {
      return { problems: found.obstacles.map(({ problem, remedy }) => `${problem}. ${remedy}.`), warnings: [] };
    }
    await wait(found.obstacles.map(({ problem }) => problem).join('; '));
    found = await look(kube, prometheus, spec, target, signal);
  }

  const quietSince = Date.now();
  const settleUntil = quietSince + settleSeconds(found.scene.hpa) * 1000;
  for (;;) {
    const unsettled =
      notSettled(found.scene) ?? (await notScraped(prometheus, found.scene, target, quietSince).catch(messageOf));
    if (unsettled === undefined) return { problems: [], warnings: [] };
    if (Date.now() > settleUntil) return { problems: [], warnings: [`Load began although ${unsettled}.`] };
    await wait(unsettled);
    found = { ...found, scene: await scene(kube, target, signal) };
  }
}

async function look(
  kube: Kube,
  prometheus: PrometheusDriver,
  spec: ExperimentSpec,
  target: Target,
  signal: AbortSignal,
): Promise<{ scene: Scene; obstacles: Obstacle[] }> {
  try {
    const now = await scene(kube, target, signal);
    const obstacles = [
      ...deploymentObstacles(now, target),
      ...hpaObstacles(now, target),
      ...(await generatorNode(kube, target, signal)),
    ];
    // What follows only has an answer once the pods are there.
    if (obstacles.length === 0) {
      obstacles.push(...(await metricsApi(kube, now, target, signal)));
      obstacles.push(...(await scrapeTargets(prometheus, now, target)));
    }
    // Last, so that the request is not sent again and again: the application counts it.
    if (obstacles.length === 0) obstacles.push(...(await service(kube, spec, target, signal)));
    return { scene: now, obstacles };
  } catch (error) {
    signal.throwIfAborted();
    const none: Scene = { deployment: undefined, pods: [], hpa: undefined };
    const problem = `the API server does not answer as it should (${messageOf(error)})`;
    return { scene: none, obstacles: [{ problem, remedy: 'Is the cluster up? See the message above' }] };
  }
}

async function scene(kube: Kube, { workload, autoscaler }: Target, signal: AbortSignal): Promise<Scene> {
  const { namespace } = workload;
  const get = <T>(path: string): Promise<T | undefined> =>
    kube.call<T>('GET', path, { signal }).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
  const deployment = await get<Deployment>(`/apis/apps/v1/namespaces/${namespace}/deployments/${workload.deployment}`);
  const hpa =
    autoscaler.hpa === undefined
      ? undefined
      : await get<Hpa>(`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers/${autoscaler.hpa}`);
  const query = deployment && { labelSelector: labelSelector(deployment.spec.selector) };
  const pods = query
    ? (await kube.call<{ items: Pod[] }>('GET', `/api/v1/namespaces/${namespace}/pods`, { query, signal })).items
    : [];
  // An evicted pod stays as an object until it is cleaned up.
  const alive = pods.filter(({ status }) => !['Succeeded', 'Failed'].includes(status?.phase ?? ''));
  return { deployment, pods: alive, hpa };
}

/** The Deployment is there and available, and each container has a CPU request. */
export function deploymentObstacles(
  { deployment, pods }: Pick<Scene, 'deployment' | 'pods'>,
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
  const { availableReplicas = 0, updatedReplicas = 0 } = deployment.status ?? {};
  if (
    wanted > 0 &&
    isTrue(deployment.status?.conditions, 'Available') &&
    availableReplicas >= 1 &&
    updatedReplicas >= 1
  ) {
    return [];
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

/** The HPA is there, scales this Deployment and is active. */
export function hpaObstacles(
  { hpa }: Pick<Scene, 'hpa'>,
  { workload, autoscaler }: Pick<Target, 'workload' | 'autoscaler'>,
): Obstacle[] {
  if (autoscaler.hpa === undefined) return [];
  const name = `HPA ${workload.namespace}/${autoscaler.hpa}`;
  if (!hpa) return [{ problem: `${name} does not exist`, remedy: 'It may still be being created; if not, create it' }];
  const { kind, name: scaled } = hpa.spec.scaleTargetRef;
  if (kind !== 'Deployment' || scaled !== workload.deployment) {
    return [
      {
        problem: `${name} scales ${kind} ${scaled}, not Deployment ${workload.deployment}`,
        remedy: 'Name the HPA of the workload, or set its scaleTargetRef',
        final: true,
      },
    ];
  }
  const active = condition(hpa.status?.conditions, 'ScalingActive');
  if (active.status === 'True') return [];
  const why = [active.reason, active.message].filter((text) => text).join(': ');
  return [
    {
      problem: `${name} is not active: ScalingActive is ${active.status}${why === '' ? '' : ` (${why})`}`,
      remedy: `It needs its metric: kubectl -n ${workload.namespace} describe hpa ${autoscaler.hpa}`,
    },
  ];
}

async function generatorNode(kube: Kube, { generator }: Target, signal: AbortSignal): Promise<Obstacle[]> {
  const selector = Object.entries(generator.nodeSelector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const query = selector === '' ? {} : { labelSelector: selector };
  const { items } = await kube.call<{ items: Node[] }>('GET', '/api/v1/nodes', { query, signal });
  if (items.some(({ spec, status }) => isTrue(status?.conditions, 'Ready') && spec?.unschedulable !== true)) return [];
  const problem = `no node for the load generator is Ready (${items.length} with labels ${selector || 'of any kind'})`;
  return [{ problem, remedy: 'See kubectl get nodes' }];
}

const running = (pods: readonly Pod[]): Pod[] =>
  pods.filter(
    ({ metadata, status }) => metadata.deletionTimestamp === undefined && isTrue(status?.conditions, 'Ready'),
  );

/** Resource metrics come from the metrics API; HPAs on other metrics do without it. */
async function metricsApi(
  kube: Kube,
  { hpa, pods }: Scene,
  { workload }: Target,
  signal: AbortSignal,
): Promise<Obstacle[]> {
  if (!hpa?.spec.metrics?.some(({ type }) => type === 'Resource' || type === 'ContainerResource')) return [];
  const remedy = 'Is metrics-server installed and available? kubectl get apiservice v1beta1.metrics.k8s.io';
  try {
    const { items } = await kube.call<{ items: Pod[] }>(
      'GET',
      `/apis/metrics.k8s.io/v1beta1/namespaces/${workload.namespace}/pods`,
      { signal },
    );
    const measured = new Set(items.map(({ metadata }) => metadata.name));
    const missing = running(pods).filter(({ metadata }) => !measured.has(metadata.name));
    if (missing.length === 0) return [];
    return [{ problem: `the metrics API has nothing yet on ${names(missing)}`, remedy }];
  } catch (error) {
    signal.throwIfAborted();
    return [{ problem: `the metrics API does not answer (${messageOf(error)})`, remedy }];
  }
}

/** Prometheus scrapes every pod with success, and has its CPU from the kubelet. */
async function scrapeTargets(prometheus: PrometheusDriver, { pods }: Scene, { workload }: Target): Promise<Obstacle[]> {
  const ready = running(pods);
  const of = selectorOf(workload.namespace, ready);
  try {
    const up = await instantByLabel(prometheus, `min by (pod) (up${of})`, 'pod');
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

/** One request as the load will send them, through the API server. */
async function service(
  kube: Kube,
  { load }: ExperimentSpec,
  { workload }: Target,
  signal: AbortSignal,
): Promise<Obstacle[]> {
  const { namespace, service: name, port } = workload;
  const path = `/api/v1/namespaces/${namespace}/services/${name}:${port}/proxy${load.path}`;
  try {
    await kube.text(path, { signal, timeout: load.timeout * 1000 });
    return [];
  } catch (error) {
    signal.throwIfAborted();
    const refused = error instanceof KubeError && error.code >= 400 && error.code < 500;
    return [
      {
        problem: `service ${namespace}/${name}:${port} does not answer on ${load.path} (${messageOf(error)})`,
        remedy: refused
          ? 'Set load.path to a path that it serves'
          : 'Is its port right, and does its selector match the pods?',
        final: refused,
      },
    ];
  }
}

/**
 * Why the application's counter has no value from before the load yet: the last scrape must be younger than all other requests (the
 * one of this preflight, and those of a run just ended), or the load's count would have them in it.
 */
async function notScraped(
  prometheus: PrometheusDriver,
  { pods }: Scene,
  { workload }: Target,
  since: number,
): Promise<string | undefined> {
  if (workload.servedCounter === undefined) return undefined;
  const ready = running(pods);
  const scrapes = await instantByLabel(
    prometheus,
    `min by (pod) (timestamp(up${selectorOf(workload.namespace, ready)}))`,
    'pod',
  );
  const old = ready.filter(({ metadata }) => !((scrapes.get(metadata.name) ?? 0) * 1000 > since));
  return old.length === 0 ? undefined : `Prometheus has not scraped ${names(old)} since the last request`;
}

function selectorOf(namespace: string, pods: readonly Pod[]): string {
  return `{namespace="${namespace}",pod=~"${pods.map(({ metadata }) => metadata.name).join('|')}"}`;
}

function names(pods: readonly Pod[]): string {
  return pods.map(({ metadata }) => metadata.name).join(', ');
}

/** Seconds that the autoscaler may take to let go of the replicas that an earlier run left. */
export function settleSeconds(hpa: Hpa | undefined): number {
  if (!hpa) return SCALE_DOWN_SLACK;
  return (hpa.spec.behavior?.scaleDown?.stabilizationWindowSeconds ?? DEFAULT_STABILIZATION) + SCALE_DOWN_SLACK;
}

/** Why the workload is not at rest: more replicas than the least, or pods that come or go. Undefined if it is. */
export function notSettled({ deployment, pods, hpa }: Scene): string | undefined {
  if (!deployment) return 'the Deployment is gone';
  const wanted = deployment.spec.replicas ?? 1;
  const least = hpa ? (hpa.spec.minReplicas ?? 1) : wanted;
  if (wanted > least) return `the Deployment has ${wanted} replicas and not its least, ${least}`;
  const ready = running(pods).length;
  if (ready !== wanted || pods.length !== wanted)
    return `${pods.length} pods are there, ${ready} ready, for ${wanted} replicas`;
  return undefined;
}
