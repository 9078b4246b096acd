import { setTimeout as sleep } from 'node:timers/promises';
import { isNotFound, KubeError, retry, type Kube } from '../kube';
import type { Pod } from '../record/objects';
import { lacksProxy, PROXY_REMEDY } from '../proxy';
import { whyNoPod } from './notCreated';
import { GENERATOR_LABELS, START_SECONDS, type LoadManifests, type Manifest, type Part } from './driver';
import type { LogSource } from './follow';

/** Reasons for which a container waits that no waiting mends. */
const HOPELESS = ['ImagePullBackOff', 'ErrImageNeverPull', 'InvalidImageName', 'CreateContainerConfigError'];
/** Milliseconds that an API server may be away. */
const PATIENCE = 30_000;

/** The kinds of objects that a load generator consists of, and where the API has them. */
const RESOURCES = {
  Job: { api: 'apis/batch/v1', plural: 'jobs' },
  ConfigMap: { api: 'api/v1', plural: 'configmaps' },
  Deployment: { api: 'apis/apps/v1', plural: 'deployments' },
  HorizontalPodAutoscaler: { api: 'apis/autoscaling/v2', plural: 'horizontalpodautoscalers' },
  Service: { api: 'api/v1', plural: 'services' },
  Pod: { api: 'api/v1', plural: 'pods' },
} as const;
type Kind = keyof typeof RESOURCES;

function pathOf(kind: Kind, namespace: string): string {
  const { api, plural } = RESOURCES[kind];
  return `/${api}/namespaces/${namespace}/${plural}`;
}

/** The load generator's objects in the cluster. */
export class LoadGenerator {
  constructor(
    private readonly kube: Kube,
    private readonly namespace: string,
    private readonly manifests: LoadManifests,
    /** Container that the mesh adds to its pods. @default they are in none */
    private readonly proxy?: string,
  ) {}

  get parts(): readonly Part[] {
    return this.manifests.parts;
  }

  get extraSeconds(): number {
    return this.manifests.extraSeconds ?? 0;
  }

  /** Creates the objects; resolves once each part runs (or has ended). */
  async start(signal: AbortSignal): Promise<void> {
    for (const object of this.manifests.objects) await this.create(object, signal);
    const deadline = Date.now() + START_SECONDS * 1000;
    await Promise.all(this.parts.map((part) => this.running(part, deadline, signal)));
  }

  private async running(part: Part, deadline: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      const pod = await retry(() => this.pod(part, signal), { within: PATIENCE, signal });
      // Without it, it would be answered nothing.
      if (pod && lacksProxy(pod, this.proxy))
        throw new Error(`${nameOf(part)} has no container ${this.proxy}. ${PROXY_REMEDY}.`);
      const state = pod?.status?.containerStatuses?.find(({ name }) => name === part.container)?.state;
      if (state?.running || state?.terminated) return;
      const { reason, message } = state?.waiting ?? unscheduled(pod);
      const detail = [reason, message].filter((text) => text).join(': ');
      if (HOPELESS.includes(reason ?? '')) throw new Error(`${nameOf(part)} cannot start: ${detail}.`);
      if (Date.now() > deadline) {
        const why = detail || (await whyNoPod(this.kube, this.namespace, part.job, signal));
        throw new Error(`${nameOf(part)} did not start within ${START_SECONDS} s: ${why}.`);
      }
      await sleep(300, undefined, { signal });
    }
  }

  /** The log of the part's container. */
  log(part: Part, signal: AbortSignal): LogSource {
    let name: string | undefined;
    return {
      ended: async () => {
        const pod = await this.pod(part, signal);
        // A pod by the same Job but with another name is not ours to go on with.
        if (!pod || (name !== undefined && pod.metadata.name !== name)) return 'gone';
        name = pod.metadata.name;
        return ['Succeeded', 'Failed'].includes(pod.status?.phase ?? '');
      },
      open: (sinceTime) => {
        const query = { container: part.container, follow: true, timestamps: true, sinceTime };
        return this.kube.lines(`${pathOf('Pod', this.namespace)}/${name}/log`, query, signal);
      },
    };
  }

  /** Why the part did not end as it should; undefined if it did. */
  async failure(part: Part, signal: AbortSignal): Promise<string | undefined> {
    const pod = await retry(() => this.pod(part, signal), { within: PATIENCE, signal });
    if (!pod) return `The pod of the load generator${suffix(part)} was deleted during the run.`;
    if (pod.status?.phase === 'Succeeded') return undefined;
    const end = pod.status?.containerStatuses?.find(({ name }) => name === part.container)?.state?.terminated;
    const why = [pod.status?.reason, end?.reason, end && `exit code ${end.exitCode}`, pod.status?.message];
    return `${nameOf(part)} died: ${why.filter((text) => text).join(', ') || 'its pod failed'}.`;
  }

  private async create(object: Manifest, signal: AbortSignal): Promise<void> {
    const conflict = (error: unknown): boolean => error instanceof KubeError && error.code === 409;
    await retry(
      () =>
        this.kube
          .call('POST', pathOf(object.kind, this.namespace), { body: object, signal })
          .catch((error: unknown) => {
            // An attempt whose answer was lost did create it: nobody else uses this run's name.
            if (!conflict(error)) throw error;
          }),
      { within: PATIENCE, signal },
    );
  }

  private async pod({ job }: Part, signal: AbortSignal): Promise<Pod | undefined> {
    const { items } = await this.kube.call<{ items: Pod[] }>('GET', pathOf('Pod', this.namespace), {
      query: { labelSelector: `app.kubernetes.io/instance=${job}` },
      signal,
    });
    return items[0];
  }
}

const suffix = ({ name }: Part): string => (name === '' ? '' : ` "${name}"`);
const nameOf = (part: Part): string => `The load generator${suffix(part)}`;

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
  const list = async (kind: Kind) =>
    (await kube.call<{ items: Pod[] }>('GET', pathOf(kind, namespace), { query, signal })).items;
  const removeAll = async (kind: Kind): Promise<number> => {
    const items = await list(kind);
    for (const { metadata } of items) {
      const path = `${pathOf(kind, namespace)}/${metadata.name}`;
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
      const jobs = await removeAll('Job');
      await removeAll('HorizontalPodAutoscaler');
      await removeAll('Deployment');
      await removeAll('Service');
      await removeAll('ConfigMap');
      while ((await list('Pod')).length > 0) await sleep(200, undefined, { signal });
      return jobs;
    },
    { within: PATIENCE, signal },
  );
}
