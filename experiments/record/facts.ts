import type { KubeEvent } from '../types';
import {
  condition,
  isTrue,
  type CoreEvent,
  type Deployment,
  type Hpa,
  type Metric,
  type Node,
  type Pod,
} from './objects';
import { quantity } from './quantity';

/** What a recording keeps of an object. Times are the object's own, ms since the epoch. */
export interface PodFacts {
  readonly name: string;
  readonly uid: string;
  readonly node: string | null;
  readonly created: number;
  readonly scheduled: number | null;
  /** When all containers had started. */
  readonly started: number | null;
  readonly ready: boolean;
  /** When it became (or ceased to be) ready. */
  readonly readyChanged: number | null;
  readonly restarts: number;
  readonly cpuCores: number | null;
  readonly memoryBytes: number | null;
}

export function podFacts({ metadata, spec, status }: Pod): PodFacts {
  const { conditions, containerStatuses = [] } = status ?? {};
  const scheduled = condition(conditions, 'PodScheduled');
  const ready = condition(conditions, 'Ready');
  const starts = spec.containers.map(({ name }) => {
    const state = containerStatuses.find((container) => container.name === name)?.state;
    return stamp(state?.running?.startedAt ?? state?.terminated?.startedAt);
  });
  const request = (resource: string): number | null => {
    const amounts = spec.containers.map(({ resources }) => resources?.requests?.[resource]);
    // A sum with one part unknown is not known.
    return amounts.reduce<number | null>(
      (sum, amount) => (sum === null || amount === undefined ? null : sum + quantity(amount)),
      0,
    );
  };
  return {
    name: metadata.name,
    uid: metadata.uid,
    node: spec.nodeName ?? null,
    created: Date.parse(metadata.creationTimestamp),
    scheduled: scheduled.status === 'True' ? stamp(scheduled.lastTransitionTime) : null,
    started: starts.every((time) => time !== null) ? Math.max(...starts) : null,
    ready: ready.status === 'True',
    readyChanged: stamp(ready.lastTransitionTime),
    restarts: containerStatuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
    cpuCores: request('cpu'),
    memoryBytes: request('memory'),
  };
}

export interface DeploymentFacts {
  readonly desired: number;
  readonly created: number;
  readonly ready: number;
}

export function deploymentFacts({ spec, status }: Deployment): DeploymentFacts {
  return { desired: spec.replicas ?? 1, created: status?.replicas ?? 0, ready: status?.readyReplicas ?? 0 };
}

export interface HpaFacts {
  readonly desiredReplicas: number;
  readonly currentReplicas: number;
  /** Of the first metric, in the unit of its target; null while unknown. */
  readonly metric: number | null;
  readonly target: number | null;
  readonly scalingActive: string;
  readonly scalingLimited: string;
  /** Of ScalingActive. */
  readonly reason: string;
}

export function hpaFacts({ spec, status }: Hpa): HpaFacts {
  const wanted = source(spec.metrics?.[0])?.target;
  const current = source(status?.currentMetrics?.[0] ?? undefined)?.current;
  const active = condition(status?.conditions, 'ScalingActive');
  // The target says in which of its units the metric counts.
  const read = (values: typeof current): number | null => {
    if (wanted?.type === 'Utilization') return values?.averageUtilization ?? null;
    const text = wanted?.type === 'Value' ? values?.value : values?.averageValue;
    return text === undefined ? null : quantity(text);
  };
  return {
    desiredReplicas: status?.desiredReplicas ?? 0,
    currentReplicas: status?.currentReplicas ?? 0,
    metric: read(current),
    target: read(wanted),
    scalingActive: active.status,
    scalingLimited: condition(status?.conditions, 'ScalingLimited').status,
    reason: active.reason ?? '',
  };
}

/** `{type: 'Resource', resource: {...}}`: the source lies under the type's name. */
function source(metric: Metric | undefined) {
  if (!metric?.type) return undefined;
  const key = metric.type.charAt(0).toLowerCase() + metric.type.slice(1);
  const value = metric[key];
  return typeof value === 'object' ? value : undefined;
}

export interface NodeFacts {
  readonly name: string;
  readonly ready: boolean;
}

export function nodeFacts({ metadata, status }: Node): NodeFacts {
  return { name: metadata.name, ready: isTrue(status?.conditions, 'Ready') };
}

export type EventFacts = Omit<KubeEvent, 'time'>;

export function eventFacts({ involvedObject, reason, message, count, series }: CoreEvent): EventFacts {
  return {
    kind: involvedObject.kind ?? '',
    name: involvedObject.name ?? '',
    reason: reason ?? '',
    message: message ?? '',
    count: series?.count ?? count ?? 1,
  };
}

function stamp(text: string | undefined): number | null {
  return text === undefined ? null : Date.parse(text);
}
