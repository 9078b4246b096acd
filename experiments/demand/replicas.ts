import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isNotFound, KubeError, retry, type Kube } from '../kube';
import type { Pod } from '../record/objects';
import type { Target } from '../types';
import { COPY_LABELS, copyName, copyOf, type Deployment, type Service } from './copy';

/** Milliseconds that an API server may be away. */
const PATIENCE = 30_000;
/** Milliseconds that replicas may take to be ready. */
const READY_TIME = 180_000;
/** Milliseconds from the readiness of a pod until every node sends requests to it. */
const ENDPOINTS_TIME = 2000;

type Where = Pick<Target, 'workload'>;

/** The copy of a workload that is measured, in the cluster. */
export class Replicas {
  constructor(
    private readonly kube: Kube,
    private readonly target: Where,
  ) {}

  /** The workload, with the copy in its place. */
  get workload(): Target['workload'] {
    const name = copyName(this.target.workload.deployment);
    return { ...this.target.workload, deployment: name, service: name };
  }

  /** What the pods are, as a hash: others have other capacities. */
  async fingerprint(signal: AbortSignal): Promise<string> {
    const { spec } = await this.original(signal);
    return createHash('sha256').update(JSON.stringify(spec.template)).digest('hex').slice(0, 16);
  }

  async create(signal: AbortSignal): Promise<void> {
    const { namespace, service } = this.target.workload;
    await removeCopies(this.kube, namespace, signal);
    const path = `${paths(namespace).services}/${service}`;
    const copy = copyOf(await this.original(signal), await this.get<Service>(path, signal));
    for (const [resource, body] of [
      ['deployments', copy.deployment],
      ['services', copy.service],
    ] as const)
      await retry(
        () =>
          this.kube.call('POST', paths(namespace)[resource], { body, signal }).catch((error: unknown) => {
            // An attempt whose answer was lost did create it.
            if (!(error instanceof KubeError && error.code === 409)) throw error;
          }),
        { within: PATIENCE, signal },
      );
  }

  /** Sets the number of replicas and waits until all are ready, and no others there. */
  async scale(replicas: number, signal: AbortSignal): Promise<void> {
    const { namespace, deployment } = this.workload;
    const path = `${paths(namespace).deployments}/${deployment}`;
    await retry(() => this.kube.call('PATCH', path, { body: { spec: { replicas } }, signal }), {
      within: PATIENCE,
      signal,
    });
    for (const deadline = Date.now() + READY_TIME; ;) {
      const pods = await podsOf(this.kube, namespace, signal);
      if (pods.length === replicas && pods.every(isReady)) break;
      if (Date.now() > deadline) throw new Error(whyNotReady(replicas, pods));
      await sleep(300, undefined, { signal });
    }
    await sleep(ENDPOINTS_TIME, undefined, { signal });
  }

  private original(signal: AbortSignal): Promise<Deployment> {
    const { namespace, deployment } = this.target.workload;
    return this.get<Deployment>(`${paths(namespace).deployments}/${deployment}`, signal);
  }

  private get<T>(path: string, signal: AbortSignal): Promise<T> {
    return retry(() => this.kube.call<T>('GET', path, { signal }), { within: PATIENCE, signal });
  }
}

/** Removes what a search made, this one or one that was killed, and waits until its pods are gone. Says whether there was anything. */
export async function removeCopies(kube: Kube, namespace: string, signal: AbortSignal): Promise<boolean> {
  return retry(
    async () => {
      let found = false;
      for (const resource of ['services', 'deployments'] as const) {
        const { items } = await kube.call<{ items: Pod[] }>('GET', paths(namespace)[resource], {
          query: SELECTED,
          signal,
        });
        for (const { metadata } of items) {
          found = true;
          const query = { propagationPolicy: 'Background' };
          await kube
            .call('DELETE', `${paths(namespace)[resource]}/${metadata.name}`, { query, signal })
            .catch((error: unknown) => {
              if (!isNotFound(error)) throw error;
            });
        }
      }
      while (found && (await podsOf(kube, namespace, signal)).length > 0) await sleep(200, undefined, { signal });
      return found;
    },
    { within: PATIENCE, signal },
  );
}

const SELECTED = {
  labelSelector: Object.entries(COPY_LABELS)
    .map(([key, value]) => `${key}=${value}`)
    .join(','),
};

const paths = (namespace: string) => ({
  deployments: `/apis/apps/v1/namespaces/${namespace}/deployments`,
  services: `/api/v1/namespaces/${namespace}/services`,
  pods: `/api/v1/namespaces/${namespace}/pods`,
});

async function podsOf(kube: Kube, namespace: string, signal: AbortSignal): Promise<Pod[]> {
  const ask = () => kube.call<{ items: Pod[] }>('GET', paths(namespace).pods, { query: SELECTED, signal });
  return (await retry(ask, { within: PATIENCE, signal })).items;
}

const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;

function whyNotReady(replicas: number, pods: readonly Pod[]): string {
  const ready = pods.filter(isReady).length;
  const reasons = pods.flatMap(({ status }) => [
    ...(status?.conditions ?? []).filter(({ type, status: is }) => type === 'PodScheduled' && is === 'False'),
    ...(status?.containerStatuses ?? []).flatMap(({ state }) => (state?.waiting ? [state.waiting] : [])),
  ]);
  const why = [...new Set(reasons.map(({ reason, message }) => [reason, message].filter(Boolean).join(': ')))];
  return (
    `Of ${replicas} replicas ${ready} are ready after ${READY_TIME / 1000} s${why.length > 0 ? ` (${why.join('; ')})` : ''}. ` +
    `What is measured is kept: ask for fewer (--to ${Math.max(1, replicas - 1)}), or for more room for them (nodes.count, nodes.app).`
  );
}
