import type { PrometheusDriver } from 'prometheus-query';
import { setTimeout as sleep } from 'node:timers/promises';
import { KubeError, messageOf, type Kube } from '../kube';
import { loadService } from '../load/address';
import { requestsOf } from '../load/spec';
import { isTrue, type Node } from '../record/objects';
import type { ExperimentSpec, Target } from '../types';
import { autoscalerObstacles } from './autoscaler';
import { metricObstacles } from './metrics';
import { NOTHING, running, scene, type Obstacle, type Scene } from './scene';
import { otherScenes, serviceObstacles, servicesUnsettled } from './services';
import { notScraped, notSettled, settleSeconds } from './settled';
import { deploymentObstacles, scrapeTargets } from './workload';

export interface PreflightOptions {
  readonly report: (message: string) => void;
  readonly signal: AbortSignal;
  /** Seconds to wait for what may still come, for example the first metrics. @default 90, and 240 for the first of a VPA */
  readonly patience?: number;
}

export interface PreflightResult {
  /** Empty: load may be sent. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Waits until everything that a measurement rests on is there: the workload at its least replicas (which may be none), its requests, the
 * autoscaler's objects, each of its metrics in its API, the scrape targets, the service, and the load generator's node. What is still
 * missing after a bound comes back as problems.
 */
export async function preflight(
  kube: Kube,
  prometheus: PrometheusDriver,
  spec: ExperimentSpec,
  target: Target,
  { report, signal, patience = recommends(target) ? 240 : 90 }: PreflightOptions,
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
  const scenes = [found.scene, ...(await otherScenes(kube, target, signal))];
  const settleUntil = quietSince + Math.max(...scenes.map(settleSeconds)) * 1000;
  for (;;) {
    const unsettled =
      notSettled(found.scene) ??
      (await servicesUnsettled(kube, target, signal)) ??
      (await notScraped(prometheus, found.scene, target, quietSince).catch(messageOf));
    if (unsettled === undefined) return { problems: [], warnings: [] };
    if (Date.now() > settleUntil) return { problems: [], warnings: [`Load began although ${unsettled}.`] };
    await wait(unsettled);
    found = { ...found, scene: await scene(kube, target, signal) };
  }
}

const recommends = ({ autoscaler, services = [] }: Target): boolean =>
  [autoscaler, ...services].some(({ vpa }) => vpa !== undefined);

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
      ...otherDriver(spec, target),
      ...deploymentObstacles(now, target),
      ...autoscalerObstacles(now, target),
      ...(await generatorNode(kube, target, signal)),
    ];
    // What follows only has an answer once the pods are there.
    if (obstacles.length === 0) {
      obstacles.push(...(await metricObstacles(kube, now, target, signal)));
      obstacles.push(...(await scrapeTargets(prometheus, now, target)));
      obstacles.push(...(await serviceObstacles(kube, prometheus, target, signal)));
    }
    // Last, so that the request is not sent again and again: the application counts it. The API server is in no mesh.
    const reachable = target.ingress !== undefined || target.workload.meshOnly !== true;
    if (obstacles.length === 0 && running(now.pods).length > 0 && reachable) {
      obstacles.push(...(await service(kube, spec, target, signal)));
    }
    return { scene: now, obstacles };
  } catch (error) {
    signal.throwIfAborted();
    const problem = `the API server does not answer as it should (${messageOf(error)})`;
    return { scene: NOTHING, obstacles: [{ problem, remedy: 'Is the cluster up? See the message above' }] };
  }
}

/** The nodes have the image of one driver. */
function otherDriver({ load }: ExperimentSpec, { generator: { driver } }: Target): Obstacle[] {
  if (driver === undefined || driver === load.driver) return [];
  const problem = `the testbed is up with the load generator ${driver}, and the load is for ${load.driver}`;
  return [
    { problem, remedy: `Set experiment.load.driver to ${load.driver} and bring the testbed up again`, final: true },
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

/** What the load will get, each path once, through the API server; what changes something is not sent. */
async function service(kube: Kube, { load }: ExperimentSpec, target: Target, signal: AbortSignal): Promise<Obstacle[]> {
  const paths = new Set(requestsOf(load).flatMap(({ method, path }) => (method === 'GET' ? [path] : [])));
  const found = await Promise.all([...paths].map((path) => answers(kube, path, load.timeout, target, signal)));
  return found.flat();
}

async function answers(
  kube: Kube,
  path: string,
  timeout: number,
  target: Target,
  signal: AbortSignal,
): Promise<Obstacle[]> {
  const { namespace, service: name, port } = loadService(target);
  try {
    await kube.text(`/api/v1/namespaces/${namespace}/services/${name}:${port}/proxy${path}`, {
      signal,
      timeout: timeout * 1000,
    });
    return [];
  } catch (error) {
    signal.throwIfAborted();
    const refused = error instanceof KubeError && error.code >= 400 && error.code < 500;
    return [
      {
        problem: `service ${namespace}/${name}:${port} does not answer on ${path} (${messageOf(error)})`,
        remedy: refused
          ? 'Set load.path to a path that it serves'
          : 'Is its port right, and does its selector match the pods?',
        // A gateway says that there is nothing until it has learnt its route.
        final: refused && target.ingress === undefined,
      },
    ];
  }
}
