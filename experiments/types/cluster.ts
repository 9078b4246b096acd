/** Of a pod: the sum over its containers; null where one of them does not say. */
export interface Resources {
  readonly cpuCores: number | null;
  readonly memoryBytes: number | null;
}

export interface PodRecord {
  readonly name: string;
  readonly uid: string;
  readonly node: string | null;
  /** Times as the watch brought them to us; null where it did not happen. */
  readonly created: number;
  readonly scheduled: number | null;
  readonly started: number | null;
  readonly ready: number | null;
  /** Every later change of readiness. */
  readonly readiness: readonly { time: number; ready: boolean }[];
  readonly deleted: number | null;
  /** The object's own timestamps (1 s resolution), for the comparison with `kubectl get pods`. */
  readonly stamps: { created: number; scheduled: number | null; started: number | null; ready: number | null };
  readonly restarts: number;
  /** What the pod requested when it was first seen. */
  readonly requests: Resources;
  /** What the pod was limited to when it was first seen. @default it was not recorded */
  readonly limits?: Resources;
  /** Every later change of its requests or limits: a resize in place. */
  readonly resized: readonly ({ readonly time: number; readonly limits?: Resources } & Resources)[];
  /** The pod existed before recording began. */
  readonly initial: boolean;
}

/** Replica counts of the Deployment and its autoscaler's view at one moment; a row whenever one of them changed. */
export interface ReplicaPoint {
  readonly time: number;
  /** spec.replicas of the Deployment. */
  readonly desired: number;
  readonly created: number;
  readonly ready: number;
}

/** One of an HPA's metrics: `value` and `target` in the unit of the target (for example percent), null while unknown. */
export interface HpaMetric {
  /** `Resource`, `ContainerResource`, `Pods`, `Object` or `External`. */
  readonly type: string;
  readonly name: string;
  /** `Utilization` (percent of the request), `AverageValue` (for each pod) or `Value`. */
  readonly targetType: string;
  readonly value: number | null;
  readonly target: number | null;
}

/** One direction of `spec.behavior`, as the API server completes it. */
export interface ScalingRules {
  /** Seconds. */
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy?: string;
  readonly policies?: readonly { readonly type: string; readonly value: number; readonly periodSeconds: number }[];
  /** Share of the target. */
  readonly tolerance?: number;
}

/** What bounds an HPA's steps. */
export interface HpaRules {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly behavior?: { readonly scaleUp?: ScalingRules; readonly scaleDown?: ScalingRules };
}

export interface HpaPoint {
  readonly time: number;
  readonly desiredReplicas: number;
  /** spec.replicas of the workload when the HPA decided. */
  readonly currentReplicas: number;
  /** The first of `metrics`. */
  readonly metric: number | null;
  readonly target: number | null;
  readonly metrics: readonly HpaMetric[];
  readonly rules: HpaRules;
  /** `True`, `False` or `Unknown`. */
  readonly scalingActive: string;
  readonly scalingLimited: string;
  /** Of ScalingActive; `ScalingDisabled` at zero replicas. */
  readonly reason: string;
}

/** Conditions of a ScaledObject: `True`, `False` or `Unknown`. */
export interface ScaledObjectPoint {
  readonly time: number;
  /** A trigger is over its activation threshold. */
  readonly active: string;
  readonly ready: string;
  /** The metric fails and KEDA holds the replicas at the fallback. */
  readonly fallback: string;
}

/** A VPA's recommendation for one pod, summed over the containers that it covers; null before there is one. */
export interface VpaPoint {
  readonly time: number;
  readonly target: Resources;
  readonly lowerBound: Resources;
  readonly upperBound: Resources;
}

export interface KubeEvent {
  readonly time: number;
  readonly kind: string;
  readonly name: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
}
