import { setTimeout as sleep } from 'node:timers/promises';
import type { Kube } from '../kube';
import type { Deployment } from '../record/objects';

/** Seconds that a new replica may take to be ready. */
const PATIENCE = 60;

/** Gives a Deployment one replica more, waits until it is ready, and gives what takes it away again. */
export async function scaleByOne(kube: Kube, namespace: string, name: string): Promise<() => Promise<void>> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  const set = async (replicas: number): Promise<void> => {
    // Without a version of the object, which its controller writes to all the time.
    const body = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name, namespace }, spec: { replicas } };
    await kube.call('PUT', `${path}/scale`, { body });
  };
  const before = (await kube.call<Deployment>('GET', path)).spec.replicas ?? 1;
  await set(before + 1);
  for (let waited = 0; waited < PATIENCE; waited++) {
    const { status } = await kube.call<Deployment>('GET', path);
    if ((status?.readyReplicas ?? 0) > before) return () => set(before);
    await sleep(1000);
  }
  await set(before);
  throw new Error(
    `Deployment ${namespace}/${name} had no replica more ready within ${PATIENCE} s; is there room on the nodes?`,
  );
}
