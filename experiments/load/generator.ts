import { setTimeout as sleep } from 'node:timers/promises';
import { isNotFound, KubeError, retry, type Kube } from '../kube';
import type { Pod } from '../record/objects';
import type { ExperimentSpec, Target } from '../types';
import type { LogSource } from './follow';
import { CONTAINER, GENERATOR_LABELS, k6Manifests, START_SECONDS } from './k6';

/** Reasons for which a container waits that no waiting mends. */
const HOPELESS = ['ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName', 'CreateContainerConfigError'];
/** Milliseconds that an API server may be away. */
const PATIENCE = 30_000;

/** The load generator's Job in the cluster. */
export class Generator {
  private readonly namespace: string;

  constructor(
    private readonly kube: Kube,
    private readonly target: Target,
    /** Name of the Job and its ConfigMap. */
    private readonly name: string,
  ) {
    this.namespace = target.generator.namespace;
  }

  /** Creates the Job; resolves once k6 runs (or has ended). */
  async start(spec: ExperimentSpec, signal: AbortSignal): Promise<void> {
    const { configMap, job } = k6Manifests(this.name, spec, this.target);
    await this.create(this.path('configmaps'), configMap, signal);
    await this.create(this.path('jobs'), job, signal);
    const deadline = Date.now() + START_SECONDS * 1000;
    for (;;) {
      const pod = await retry(() => this.pod(), { within: PATIENCE, signal });
      const state = pod?.status?.containerStatuses?.[0]?.state;
      if (state?.running || state?.terminated) return;
      const { reason, message } = state?.waiting ?? unscheduled(pod);
      const detail = [reason, message].filter((text) => text).join(': ') || 'no pod was created for its Job';
      if (HOPELESS.includes(reason ?? '')) throw new Error(`The load generator cannot start: ${detail}.`);
      if (Date.now() > deadline)
        throw new Error(`The load generator did not start within ${START_SECONDS} s: ${detail}.`);
      await sleep(300, undefined, { signal });
    }
  }

  /** The log of k6's container. */
  log(signal: AbortSignal): LogSource {
    let name: string | undefined;
    return {
      ended: async () => {
        const pod = await this.pod(signal);
        // A pod by the same Job but with another name is not ours to go on with.
        if (!pod || (name !== undefined && pod.metadata.name !== name)) return 'gone';
        name = pod.metadata.name;
        return ['Succeeded', 'Failed'].includes(pod.status?.phase ?? '');
      },
      open: (sinceTime) => {
        const query = { container: CONTAINER, follow: true, timestamps: true, sinceTime };
        return this.kube.lines(`${this.path('pods')}/${name}/log`, query, signal);
      },
    };
  }

  /** Why k6 did not end as it should; undefined if it did. */
  async failure(signal: AbortSignal): Promise<string | undefined> {
    const pod = await retry(() => this.pod(signal), { within: PATIENCE, signal });
    if (!pod) return 'The pod of the load generator was deleted during the run.';
    if (pod.status?.phase === 'Succeeded') return undefined;
    const end = pod.status?.containerStatuses?.[0]?.state?.terminated;
    const why = [pod.status?.reason, end?.reason, end && `exit code ${end.exitCode}`, pod.status?.message];
    return `The load generator died: ${why.filter((text) => text).join(', ') || 'its pod failed'}.`;
  }

  private async create(path: string, body: object, signal: AbortSignal): Promise<void> {
    const conflict = (error: unknown): boolean => error instanceof KubeError && error.code === 409;
    await retry(
      () =>
        this.kube.call('POST', path, { body, signal }).catch((error: unknown) => {
          // An attempt whose answer was lost did create it: nobody else uses this run's name.
          if (!conflict(error)) throw error;
        }),
      { within: PATIENCE, signal },
    );
  }

  private async pod(signal?: AbortSignal): Promise<Pod | undefined> {
    const labelSelector = `app.kubernetes.io/instance=${this.name}`;
    const { items } = await this.kube.call<{ items: Pod[] }>('GET', this.path('pods'), {
      query: { labelSelector },
      signal,
    });
    return items[0];
  }

  private path(resource: 'pods' | 'configmaps' | 'jobs'): string {
    return resourcePath(this.namespace, resource);
  }
}

function resourcePath(namespace: string, resource: 'pods' | 'configmaps' | 'jobs'): string {
  return `/${resource === 'jobs' ? 'apis/batch/v1' : 'api/v1'}/namespaces/${namespace}/${resource}`;
}

function unscheduled(pod: Pod | undefined): { reason?: string; message?: string } {
  return pod?.status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False') ?? {};
}

/**
 * Deletes every load generator of the namespace, this run's or what an earlier one left, and waits until their pods are gone. Says how
 * many Jobs there were. The namespace stays.
 */
export async function removeGenerators(kube: Kube, namespace: string, signal: AbortSignal): Promise<number> {
  const labels = Object.entries(GENERATOR_LABELS).map(([key, value]) => `${key}=${value}`);
  const query = { labelSelector: labels.join(',') };
  const list = async (resource: 'pods' | 'configmaps' | 'jobs') =>
    (await kube.call<{ items: Pod[] }>('GET', resourcePath(namespace, resource), { query, signal })).items;
  const removeAll = async (resource: 'jobs' | 'configmaps'): Promise<number> => {
    const items = await list(resource);
    for (const { metadata } of items) {
      const path = `${resourcePath(namespace, resource)}/${metadata.name}`;
      await kube
        .call('DELETE', path, { query: { propagationPolicy: 'Background' }, signal })
        .catch((error: unknown) => {
          if (!isNotFound(error)) throw error;
        });
    }
    return items.length;
  };
  return retry(
    async () => {
      const jobs = await removeAll('jobs');
      await removeAll('configmaps');
      while ((await list('pods')).length > 0) await sleep(200, undefined, { signal });
      return jobs;
    },
    { within: PATIENCE, signal },
  );
}
