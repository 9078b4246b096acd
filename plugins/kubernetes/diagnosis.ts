import type { V1ContainerStatus, V1LabelSelector, V1Pod } from '@kubernetes/client-node';
import type { Objects, RequestContext } from './client/objects';
import { parseApiVersion, type KubeObject } from './object';
import { condition, explain } from './readiness/types';

interface Event {
  readonly involvedObject?: { uid?: string; kind?: string; name?: string };
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly count?: number;
  readonly lastTimestamp?: string | null;
  readonly eventTime?: string | null;
}

/** Kinds whose `spec.selector` (or, for a Service, plain labels) leads to pods. */
const WITH_PODS = new Set(
  'apps/Deployment apps/StatefulSet apps/DaemonSet apps/ReplicaSet batch/Job /Service /ReplicationController'.split(
    ' ',
  ),
);

/** Bounds what is shown. */
const MAX_LINES = 5;

/**
 * Why the object is not ready, one line each: what its containers wait for, why its pods are not scheduled, the last warning events.
 * What cannot be read is left out: this must not fail the wait.
 */
export async function diagnose(objects: Objects, object: KubeObject, context: RequestContext): Promise<string[]> {
  const pods = await podsOf(objects, object, context).catch(() => []);
  const events = await warnings(objects, object, context).catch(() => []);
  const known = new Set([object.metadata.uid, ...pods.map((pod) => pod.metadata.uid)]);
  return summarize(
    pods,
    events.filter((event) => known.has((event as Event).involvedObject?.uid)),
  );
}

async function podsOf(objects: Objects, object: KubeObject, context: RequestContext): Promise<KubeObject[]> {
  const kind = `${parseApiVersion(object.apiVersion).group}/${object.kind}`;
  if (kind === '/Pod') return [object];
  const selector = (object['spec'] as { selector?: unknown } | undefined)?.selector;
  if (!WITH_PODS.has(kind) || typeof selector !== 'object' || selector === null) return [];
  const labelSelector = selectorText(
    ['/Service', '/ReplicationController'].includes(kind)
      ? { matchLabels: selector as Record<string, string> }
      : selector,
  );
  if (labelSelector === '') return [];
  return objects.list(
    { apiVersion: 'v1', kind: 'Pod' },
    object.metadata.namespace,
    { labelSelector, limit: '50' },
    context,
  );
}

/** A label selector as the API takes it in a query. */
export function selectorText({ matchLabels = {}, matchExpressions = [] }: V1LabelSelector): string {
  const expressions = matchExpressions.map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator.toLowerCase()} (${values.join(',')})`;
  });
  return [...Object.entries(matchLabels).map(([key, value]) => `${key}=${value}`), ...expressions].join(',');
}

async function warnings(objects: Objects, object: KubeObject, context: RequestContext): Promise<KubeObject[]> {
  const namespace = object.metadata.namespace ?? 'default';
  return objects.list(
    { apiVersion: 'v1', kind: 'Event' },
    namespace,
    { fieldSelector: 'type=Warning', limit: '500' },
    context,
  );
}

/** Pods' own accounts first, then events that say more, the newest first. */
export function summarize(pods: readonly KubeObject[], events: readonly KubeObject[]): string[] {
  const lines = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined).flatMap(podProblems);
  const newest = (events as readonly Event[]).toSorted((a, b) => timeOf(b).localeCompare(timeOf(a)));
  const told = newest.map(
    ({ involvedObject, reason, message, count = 1 }) =>
      `${involvedObject?.kind ?? ''} ${involvedObject?.name ?? ''}: ${explain({ reason, message })}${count > 1 ? ` (${count} times)` : ''}`,
  );
  return [...new Set([...lines, ...told])].slice(0, MAX_LINES);
}

function timeOf({ lastTimestamp, eventTime }: Event): string {
  return lastTimestamp ?? eventTime ?? '';
}

function podProblems(pod: KubeObject): string[] {
  const { status } = pod as unknown as V1Pod;
  const name = `Pod ${pod.metadata.name}`;
  const scheduled = condition(pod, 'PodScheduled');
  if (scheduled?.status === 'False') return [`${name} is not scheduled: ${explain(scheduled)}`];
  if (status?.phase === 'Failed')
    return [`${name} failed: ${explain(status) || 'see its containers'}`, ...containerLines(name, status)];
  return containerLines(name, status);
}

function containerLines(name: string, status: V1Pod['status']): string[] {
  const containers = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  return containers.flatMap((container) => {
    const problem = containerProblem(container);
    return problem === undefined ? [] : [`${name}, container ${container.name}: ${problem}`];
  });
}

/** States that every container passes through. */
const PASSING = new Set(['ContainerCreating', 'PodInitializing']);

function containerProblem({ state, lastState, ready, restartCount }: V1ContainerStatus): string | undefined {
  const ended = state?.terminated ?? lastState?.terminated;
  const last =
    ended && ended.exitCode !== 0
      ? `ended with exit code ${ended.exitCode} (${explain(ended)}), ${restartCount} restarts`
      : undefined;
  const { waiting } = state ?? {};
  if (waiting?.reason && !PASSING.has(waiting.reason)) return [explain(waiting), last].filter(Boolean).join('; ');
  if (last !== undefined) return last;
  return state?.running && !ready ? 'runs, but is not ready' : undefined;
}
