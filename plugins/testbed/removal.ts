import { Connector } from '../kubernetes/client/connection';
import { pathOf } from '../kubernetes/client/discovery';
import { UnreachableError } from '../kubernetes/client/errors';
import { Objects, type Reference } from '../kubernetes/client/objects';
import { parseConfig } from '../kubernetes/config';
import { describe, type KubeObject } from '../kubernetes/object';
import { untilGone } from '../kubernetes/remove';
import type { CallContext, Properties } from '../rpc/types';
import { changedKeys, plain, text } from './properties';
import type { ResourceKind } from './resource';

/** The garbage collector's own finalizer: it keeps an object until what it owns is gone, and needs no add-on. */
const DEPENDENTS_FIRST = 'foregroundDeletion';
/** How long an object may stay once nothing but Kubernetes itself holds it, seconds. */
const REST_SECONDS = 60;

/** The object's finalizers but Kubernetes' own. */
export function foreignFinalizers({ metadata }: KubeObject): string[] {
  return (metadata.finalizers ?? []).filter((name) => name !== DEPENDENTS_FIRST);
}

/**
 * Deletes the object and what it owns, and waits until all is gone. A controller that has not let go of it within `graceSeconds` is
 * taken for dead, and its finalizers are taken away.
 */
export async function remove(
  objects: Objects,
  reference: Reference,
  graceSeconds: number,
  context: CallContext,
): Promise<void> {
  const live = await objects.get(reference);
  if (live === undefined) return;
  await objects.delete(reference, { propagationPolicy: 'Foreground', uid: live.metadata.uid });
  try {
    return await untilGone(objects, live, graceSeconds, context);
  } catch (error) {
    if (context.signal.aborted || error instanceof UnreachableError) throw error;
  }
  const held = await objects.get(reference);
  if (held === undefined || held.metadata.uid !== live.metadata.uid) return;
  const foreign = foreignFinalizers(held);
  if (foreign.length > 0) {
    context.log(
      'warning',
      `${describe(held)} was not let go within ${graceSeconds} s, so the controller of ${foreign.join(', ')} is taken for dead ` +
        'and its finalizers are taken away.',
    );
    const finalizers = (held.metadata.finalizers ?? []).filter((name) => !foreign.includes(name));
    await patch(objects, reference, { metadata: { finalizers } });
  }
  await untilGone(objects, live, REST_SECONDS, context);
}

/** Gives a Deployment that was left at zero replicas one: an HPA does not act on zero. */
export async function wake(objects: Objects, namespace: string, name: string): Promise<void> {
  const reference = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name };
  const deployment = (await objects.get(reference)) as { spec?: { replicas?: number } } | undefined;
  if (deployment?.spec?.replicas === 0) await patch(objects, reference, { spec: { replicas: 1 } }, '/scale');
}

async function patch(objects: Objects, reference: Reference, body: object, subresource = ''): Promise<void> {
  const path = pathOf(await objects.find(reference), reference.namespace, reference.name);
  await objects.rest.send({
    method: 'PATCH',
    path: `${path}${subresource}`,
    contentType: 'application/merge-patch+json',
    body,
  });
}

function connect(inputs: Properties): Objects {
  return new Objects(new Connector(parseConfig({ kubeconfig: text(inputs, 'kubeconfig') }, {})));
}

/**
 * Nothing as long as it is there. When it is deleted, which is before what its `name` comes from, the object goes for certain, also
 * when the controller that set its finalizers is dead, and the Deployment that it scaled is left with a replica.
 */
export const removal: ResourceKind = {
  diff({ oldInputs, news }) {
    const changed = changedKeys(oldInputs, news);
    return Promise.resolve({ changes: changed.length > 0, replaces: changed.filter((key) => key !== 'kubeconfig') });
  },
  create: ({ news, preview }) => Promise.resolve({ id: preview ? '' : text(news, 'name'), outs: news }),
  update: ({ news }) => Promise.resolve(news),
  async delete({ state }, context) {
    const objects = connect(state);
    const [apiVersion, kind, namespace, name] = ['apiVersion', 'kind', 'namespace', 'name'].map((key) =>
      text(state, key),
    ) as [string, string, string, string];
    try {
      await remove(objects, { apiVersion, kind, namespace, name }, plain(state['graceSeconds']) as number, context);
      await wake(objects, namespace, text(state, 'deployment'));
    } catch (error) {
      if (!(error instanceof UnreachableError)) throw error;
      context.log('warning', `${error.message}. What is in that cluster cannot be removed, and is left.`);
    }
  },
};
