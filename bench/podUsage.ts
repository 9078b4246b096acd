import { setTimeout as sleep } from 'node:timers/promises';

import type { Kube } from '../experiments/kube';
import type { Pod } from '../experiments/record/objects';

/** What a container has used until a moment, as its kubelet saw it. */
export interface ContainerUsage {
  readonly pod: string;
  readonly container: string;
  /** Unix ms. */
  readonly at: number;
  /** Since its start, core-seconds. */
  readonly cpuSeconds: number;
  /** Working set, bytes. */
  readonly memoryBytes: number;
}

/** As the kubelet's `/stats/summary` has it (k8s.io/kubelet/pkg/apis/stats/v1alpha1), as far as it is read. */
export interface Summary {
  readonly pods: readonly {
    readonly podRef: { readonly name: string; readonly namespace: string };
    readonly containers?: readonly {
      readonly name: string;
      readonly cpu?: { readonly time: string; readonly usageCoreNanoSeconds?: number };
      readonly memory?: { readonly workingSetBytes?: number };
    }[];
  }[];
}

/** A kubelet looks at its containers every 10 to 15 s. Milliseconds. */
const PATIENCE = 60_000;

type Wanted = Pick<Pod, 'metadata' | 'spec'>;

/** The usage of all containers of the pods that keep running; undefined while a kubelet does not tell all of it. */
export function usageIn(
  summaries: readonly Summary[],
  namespace: string,
  pods: readonly Wanted[],
): ContainerUsage[] | undefined {
  const found = summaries.flatMap(({ pods: all }) => all).filter(({ podRef }) => podRef.namespace === namespace);
  const usage = pods.flatMap(({ metadata, spec }) => {
    const of = found.find(({ podRef }) => podRef.name === metadata.name)?.containers ?? [];
    const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
    return [...spec.containers, ...sidecars].map(({ name }) => {
      const { cpu, memory } = of.find((one) => one.name === name) ?? {};
      if (cpu?.usageCoreNanoSeconds === undefined || memory?.workingSetBytes === undefined) return undefined;
      return {
        ...{ pod: metadata.name, container: name, at: Date.parse(cpu.time) },
        ...{ cpuSeconds: cpu.usageCoreNanoSeconds / 1e9, memoryBytes: memory.workingSetBytes },
      };
    });
  });
  return usage.every((one) => one !== undefined) ? usage : undefined;
}

/** The usage of the pods at the first moment after now at which all of it is known. */
export async function usageFromNow(
  kube: Kube,
  namespace: string,
  labelSelector: string,
  signal: AbortSignal,
): Promise<ContainerUsage[]> {
  const start = Date.now();
  for (;;) {
    const pods = await kube.call<{ items: Pod[] }>('GET', `/api/v1/namespaces/${namespace}/pods`, {
      query: { labelSelector },
      signal,
    });
    const nodes = new Set(pods.items.flatMap(({ spec }) => spec.nodeName ?? []));
    const asked = [...nodes].map((node) =>
      kube.call<Summary>('GET', `/api/v1/nodes/${node}/proxy/stats/summary`, { signal }),
    );
    const usage = usageIn(await Promise.all(asked), namespace, pods.items);
    if (usage !== undefined && usage.length > 0 && usage.every(({ at }) => at >= start)) return usage;
    if (Date.now() - start > PATIENCE)
      throw new Error(`The kubelets have told nothing new of the pods ${namespace}/${labelSelector} for a minute.`);
    await sleep(1000, undefined, { signal });
  }
}

/** Of one container of all pods together. */
export interface Spent {
  readonly cpuSeconds: number;
  /** At the end, mean of the pods. */
  readonly memoryBytes: number;
}

/**
 * What the containers used between two moments, by the name of the container.
 * @throws where they are not the same ones, or one has begun anew
 */
export function spentBetween(
  before: readonly ContainerUsage[],
  after: readonly ContainerUsage[],
): Readonly<Record<string, Spent>> {
  const key = ({ pod, container }: ContainerUsage): string => `${pod}/${container}`;
  const earlier = new Map(before.map((one) => [key(one), one]));
  if (after.length !== before.length) throw new Error(`There were ${before.length} containers, now ${after.length}.`);
  const parts = after.map((one) => {
    const cpuSeconds = one.cpuSeconds - (earlier.get(key(one))?.cpuSeconds ?? Infinity);
    if (!(cpuSeconds >= 0)) throw new Error(`${key(one)} is new, or has begun anew.`);
    return { container: one.container, cpuSeconds, memoryBytes: one.memoryBytes };
  });
  const names = [...new Set(parts.map(({ container }) => container))];
  return Object.fromEntries(
    names.map((name) => {
      const own = parts.filter(({ container }) => container === name);
      const sum = (of: 'cpuSeconds' | 'memoryBytes'): number => own.reduce((all, part) => all + part[of], 0);
      return [name, { cpuSeconds: sum('cpuSeconds'), memoryBytes: sum('memoryBytes') / own.length }];
    }),
  );
}
