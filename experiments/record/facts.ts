import type { HpaMetric, HpaPoint, KubeEvent, Resources, ScaledObjectPoint, ScalingRules, VpaPoint } from '../types';
import {
  condition,
  isTrue,
  metricSource,
  type CoreEvent,
  type Deployment,
  type Hpa,
  type Metric,
  type Node,
  type Pod,
  type ScaledObject,
  type Vpa,
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
  /** Requests. */
  readonly cpuCores: number | null;
  readonly memoryBytes: number | null;
  /** @default an earlier version did not record them */
  readonly limits?: Resources;
}

export function podFacts({ metadata, spec, status }: Pod): PodFacts {
  const { conditions, containerStatuses = [], initContainerStatuses = [] } = status ?? {};
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const statuses = [
    ...containerStatuses,
    ...initContainerStatuses.filter(({ name }) => sidecars.some((sidecar) => sidecar.name === name)),
  ];
  const scheduled = condition(conditions, 'PodScheduled');
  const ready = condition(conditions, 'Ready');
  const starts = spec.containers.map(({ name }) => {
    const state = containerStatuses.find((container) => container.name === name)?.state;
    return stamp(state?.running?.startedAt ?? state?.terminated?.startedAt);
  });
  const total = (of: 'requests' | 'limits', resource: string): number | null =>
    sum(
      [...spec.containers, ...sidecars].map(({ name, resources }) => {
        const held = statuses.find((container) => container.name === name)?.resources;
        return (held?.[of] ?? resources?.[of])?.[resource];
      }),
    );
  return {
    name: metadata.name,
    uid: metadata.uid,
    node: spec.nodeName ?? null,
    created: Date.parse(metadata.creationTimestamp),
    scheduled: scheduled.status === 'True' ? stamp(scheduled.lastTransitionTime) : null,
    started: starts.every((time) => time !== null) ? Math.max(...starts) : null,
    ready: ready.status === 'True',
    readyChanged: stamp(ready.lastTransitionTime),
    restarts: statuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
    cpuCores: total('requests', 'cpu'),
    memoryBytes: total('requests', 'memory'),
    limits: { cpuCores: total('limits', 'cpu'), memoryBytes: total('limits', 'memory') },
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

export type HpaFacts = Omit<HpaPoint, 'time'>;

export function hpaFacts({ spec, status }: Hpa): HpaFacts {
  const metrics = (spec.metrics ?? []).map((metric, index) => metricFacts(metric, status?.currentMetrics?.[index]));
  const active = condition(status?.conditions, 'ScalingActive');
  const { scaleUp, scaleDown } = spec.behavior ?? {};
  return {
    desiredReplicas: status?.desiredReplicas ?? 0,
    currentReplicas: status?.currentReplicas ?? 0,
    metric: metrics[0]?.value ?? null,
    target: metrics[0]?.target ?? null,
    metrics,
    rules: {
      minReplicas: spec.minReplicas ?? 1,
      maxReplicas: spec.maxReplicas,
      ...(spec.behavior && { behavior: { scaleUp: rules(scaleUp), scaleDown: rules(scaleDown) } }),
    },
    scalingActive: active.status,
    scalingLimited: condition(status?.conditions, 'ScalingLimited').status,
    reason: active.reason ?? '',
  };
}

type ApiRules = NonNullable<Hpa['spec']['behavior']>['scaleUp'];

function rules(direction: ApiRules): ScalingRules | undefined {
  if (direction === undefined) return undefined;
  const { tolerance, ...rest } = direction;
  return { ...rest, ...(tolerance === undefined ? {} : { tolerance: quantity(tolerance) }) };
}

/** The HPA keeps its metrics' values in the order of its spec, with an empty one for a metric that it could not read. */
function metricFacts(spec: Metric, status: Metric | undefined): HpaMetric {
  const wanted = metricSource(spec);
  const current = metricSource(status)?.current;
  // The target says in which of its units the metric counts.
  const read = (values: typeof current): number | null => {
    if (wanted?.target?.type === 'Utilization') return values?.averageUtilization ?? null;
    const text = wanted?.target?.type === 'Value' ? values?.value : values?.averageValue;
    return text === undefined ? null : known(quantity(text));
  };
  return {
    type: spec.type,
    name: [wanted?.container, wanted?.name ?? wanted?.metric?.name].filter((part) => part).join(' '),
    targetType: wanted?.target?.type ?? '',
    value: read(current),
    target: read(wanted?.target),
  };
}

/** The controller divides by the pods that are there; without one it writes the least or the largest 64-bit number of thousandths. */
function known(value: number): number | null {
  return Math.abs(value) > 9e15 ? null : value;
}

export type ScaledObjectFacts = Omit<ScaledObjectPoint, 'time'>;

export function scaledObjectFacts({ status }: ScaledObject): ScaledObjectFacts {
  const of = (type: string): string => condition(status?.conditions, type).status;
  return { active: of('Active'), ready: of('Ready'), fallback: of('Fallback') };
}

export type VpaFacts = Omit<VpaPoint, 'time'>;

export function vpaFacts({ status }: Vpa): VpaFacts {
  const containers = status?.recommendation?.containerRecommendations ?? [];
  const resources = (bound: 'target' | 'lowerBound' | 'upperBound'): Resources => {
    const total = (resource: string): number | null =>
      containers.length === 0 ? null : sum(containers.map((container) => container[bound]?.[resource]));
    return { cpuCores: total('cpu'), memoryBytes: total('memory') };
  };
  return { target: resources('target'), lowerBound: resources('lowerBound'), upperBound: resources('upperBound') };
}

/** A sum with one part unknown is not known. */
function sum(amounts: readonly (string | undefined)[]): number | null {
  return amounts.reduce<number | null>(
    (total, amount) => (total === null || amount === undefined ? null : total + quantity(amount)),
    0,
  );
}

export interface NodeFacts {
  readonly name: string;
  readonly ready: boolean;
  /** @default an earlier version did not record it */
  readonly created?: number;
}

export function nodeFacts({ metadata, status }: Node): NodeFacts {
  return {
    name: metadata.name,
    ready: isTrue(status?.conditions, 'Ready'),
    created: Date.parse(metadata.creationTimestamp),
  };
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
