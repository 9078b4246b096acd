import type { Pod } from './record/objects';

/** Whether a pod is without the proxy that a mesh adds to its pods when they are created. @param proxy name of its container; undefined: no mesh */
export function lacksProxy({ spec }: Pick<Pod, 'spec'>, proxy: string | undefined): boolean {
  const { containers, initContainers = [] } = spec;
  return proxy !== undefined && ![...initContainers, ...containers].some(({ name }) => name === proxy);
}

/** What to do about it. */
export const PROXY_REMEDY =
  'The mesh adds it when a pod is created: is its control plane running, and its webhook there (kubectl get mutatingwebhookconfigurations)? ' +
  '"npm run pulumi -- refresh" and "npm run up" bring back what is gone; then delete the pods';
