import type { CallContext } from '../rpc/types';
import type { Objects } from './client/objects';
import { follow } from './client/watch';
import { describe, type KubeObject } from './object';
import { QUIET_MS, selectionOf } from './wait';

/** Waits until the object is gone, or another of its name stands there. `timeout` in seconds. */
export async function untilGone(
  objects: Objects,
  object: KubeObject,
  timeout: number,
  { signal, status }: CallContext,
): Promise<void> {
  const done = new AbortController();
  const limit = AbortSignal.timeout(timeout * 1000);
  let why = '';
  let shown = '';
  const start = Date.now();
  const show = () => {
    if (why === shown || Date.now() - start < QUIET_MS) return;
    status(`waiting for it to go: ${why}`);
    shown = why;
  };
  const timer = setInterval(show, QUIET_MS);
  try {
    const watch = follow(objects, selectionOf(object), AbortSignal.any([done.signal, limit, signal]));
    for await (const [live] of watch) {
      if (live === undefined || live.metadata.uid !== object.metadata.uid) return;
      why = await reasonsToStay(objects, live);
      show();
    }
  } catch (error) {
    if (!limit.aborted && !signal.aborted) throw error;
    const cause = limit.aborted ? `was not gone within ${timeout} s` : 'is being deleted';
    throw new Error(`${describe(object)} ${cause}: ${why || 'the API server has not said what holds it'}`, {
      cause: error,
    });
  } finally {
    clearInterval(timer);
    done.abort();
    status('');
  }
}

/** What holds an object that is being deleted. */
async function reasonsToStay(objects: Objects, live: KubeObject): Promise<string> {
  const finalizers = live.metadata.finalizers ?? [];
  const others = finalizers.filter((name) => name !== 'foregroundDeletion');
  const dependents = finalizers.includes('foregroundDeletion') ? await dependentPods(objects, live) : [];
  const reasons = [
    ...namespaceReasons(live),
    ...(others.length > 0 ? [`finalizers ${others.join(', ')} (each is removed by the controller that set it)`] : []),
    ...(dependents.length > 0 ? [`its dependents ${dependents.join(', ')}`] : []),
  ];
  if (reasons.length > 0) return reasons.join('; ');
  return finalizers.length > 0 ? 'its dependents' : 'its processes, which have their grace period to end';
}

/** A namespace tells what is left in it. */
function namespaceReasons(live: KubeObject): string[] {
  const { conditions = [] } = (live['status'] ?? {}) as {
    conditions?: { type: string; status: string; message?: string }[];
  };
  return conditions
    .filter(({ type, status }) => status === 'True' && /^Namespace.*(Remaining|Failure)$/.test(type))
    .flatMap(({ message }) => message ?? []);
}

/** Pods that belong to the object, directly or through a ReplicaSet. */
async function dependentPods(objects: Objects, owner: KubeObject): Promise<string[]> {
  const { namespace, uid } = owner.metadata;
  const ownedBy = (uids: readonly (string | undefined)[]) => (item: KubeObject) =>
    (item.metadata.ownerReferences ?? []).some((reference) => uids.includes(reference.uid));
  try {
    const sets = await objects.list({ apiVersion: 'apps/v1', kind: 'ReplicaSet' }, namespace, {}, { patience: 0 });
    const owners = [uid, ...sets.filter(ownedBy([uid])).map((set) => set.metadata.uid)];
    const pods = await objects.list({ apiVersion: 'v1', kind: 'Pod' }, namespace, {}, { patience: 0 });
    const names = pods.filter(ownedBy(owners)).map((pod) => `Pod ${pod.metadata.name}`);
    return names.length > 5 ? [...names.slice(0, 5), `and ${names.length - 5} more`] : names;
  } catch {
    return [];
  }
}
