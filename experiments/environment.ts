import os from 'node:os';
import { retry, type Kube } from './kube';
import type { Node } from './record/objects';
import type { Result, Target } from './types';

type Environment = Result['environment'];

/** The environment as far as it is known without the cluster. */
export function hostEnvironment({ generator }: Pick<Target, 'generator'>): Environment {
  return {
    kubernetes: null,
    nodes: [],
    host: { cpus: os.cpus().length, memoryBytes: os.totalmem(), node: process.version },
    loadGenerator: `${generator.driver ?? 'k6'} (${generator.image})`,
  };
}

/** What the run runs on, so that its numbers can be judged and had again. */
export async function environmentOf(
  kube: Kube,
  target: Pick<Target, 'generator'>,
  signal: AbortSignal,
): Promise<Environment> {
  const get = <T>(path: string): Promise<T> =>
    retry(() => kube.call<T>('GET', path, { signal }), { within: 30_000, signal });
  const { gitVersion } = await get<{ gitVersion: string }>('/version');
  const { items } = await get<{ items: Node[] }>('/api/v1/nodes');
  return {
    ...hostEnvironment(target),
    kubernetes: gitVersion,
    nodes: items.map(({ metadata, status }) => ({
      name: metadata.name,
      cpu: status?.allocatable?.['cpu'] ?? '',
      memory: status?.allocatable?.['memory'] ?? '',
      kubelet: status?.nodeInfo?.kubeletVersion ?? '',
      runtime: status?.nodeInfo?.containerRuntimeVersion ?? '',
      kernel: status?.nodeInfo?.kernelVersion ?? '',
    })),
  };
}
