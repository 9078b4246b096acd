import type { Kube } from '../kube';

interface Events {
  readonly items: readonly { readonly message?: string }[];
}

/**
 * Why a Job has no pod, in the words of whoever refused it: admission (a webhook that does not answer, a Pod Security Standard), a quota. Only events
 * tell, and where nobody may read them they do not.
 */
export async function whyNoPod(kube: Kube, namespace: string, job: string, signal: AbortSignal): Promise<string> {
  const query = { fieldSelector: `involvedObject.kind=Job,involvedObject.name=${job},reason=FailedCreate` };
  const { items } = await kube
    .call<Events>('GET', `/api/v1/namespaces/${namespace}/events`, { query, signal })
    .catch((): Events => ({ items: [] }));
  const message = items.at(-1)?.message;
  return `no pod was created for its Job${message ? ` (${message})` : ''}`;
}
