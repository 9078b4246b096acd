import { down, importImage, up, type NodeSpec } from '../embedded';
import { toolchainParts } from '../embedded/parts';
import { connect, type Kube } from '../experiments/kube';
import { followLog } from '../experiments/load/follow';
import { LoadGenerator } from '../experiments/load/generator';
import { k6 } from '../experiments/load/k6';
import { LoadOutput } from '../experiments/load/merged';
import type { Part } from '../experiments/load/driver';
import type { ExperimentSpec, Target } from '../experiments/types';
import { buildImage } from '../toolchain';
import { hourTarget } from './hour';

/** An embedded cluster with the experiment's load generator and something that answers it: the health page of the cluster's DNS. */
export interface LoadCluster {
  readonly kube: Kube;
  readonly target: Target;
  readonly pauseImage: string;
}

/** Brings the cluster up, does the work and takes it away again, whatever comes. */
export async function withLoadCluster<T>(
  name: string,
  nodes: readonly NodeSpec[],
  work: (cluster: LoadCluster) => Promise<T>,
): Promise<T> {
  const options = { report: (message: string): void => console.error(message) };
  const parts = await toolchainParts(options);
  const image = await buildImage('k6', options);
  try {
    const { kubeconfig } = await up({ name, nodes }, { ...options, parts });
    await importImage(name, image, options);
    const kube = connect(kubeconfig);
    const namespace = (of: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: of } });
    for (const own of ['app', 'load']) await kube.call('POST', '/api/v1/namespaces', { body: namespace(own) });
    await kube.call('POST', '/api/v1/namespaces/kube-system/services', {
      body: {
        ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'health' } },
        spec: { selector: { 'k8s-app': 'kube-dns' }, ports: [{ port: 8080 }] },
      },
    });
    const { workload, generator } = hourTarget;
    return await work({
      kube,
      target: {
        ...hourTarget,
        kubeconfig,
        workload: { ...workload, namespace: 'kube-system', service: 'health', deployment: 'coredns' },
        generator: { ...generator, image: image.ref },
      },
      pauseImage: parts.images.pause.ref,
    });
  } finally {
    await down(name, options);
  }
}

export interface PlayOptions {
  readonly signal: AbortSignal;
  readonly output?: LoadOutput;
  /** Told each line as it comes. */
  readonly line?: (part: Part, text: string) => void;
}

/** Sends the load as an experiment does, from the cluster, and takes in what its generators write. */
export async function play(
  { kube, target }: Pick<LoadCluster, 'kube' | 'target'>,
  spec: ExperimentSpec,
  name: string,
  { signal, output = new LoadOutput(), line }: PlayOptions,
): Promise<LoadOutput> {
  const manifests = k6.manifests({ name, spec, target, now: Date.now() });
  const generator = new LoadGenerator(kube, target.generator.namespace, manifests, target.generator.proxy);
  await generator.start(signal);
  const take = (part: Part) => (text: string) => {
    line?.(part, text);
    k6.parse(text, output.part(part.name));
  };
  await Promise.all(generator.parts.map((part) => followLog(generator.log(part, signal), take(part), { signal })));
  return output;
}
