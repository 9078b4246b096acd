/**
 * How many replicas an HPA's metric asks for, before the bounds and the behavior of the HPA are applied: pure functions of what the
 * controller sees. After Kubernetes v1.36, pkg/controller/podautoscaler/replica_calculator.go and horizontal.go.
 */

/** How far current / target may be from 1, each way, before anything is done. */
export interface Tolerance {
  readonly up: number;
  readonly down: number;
}

/** --horizontal-pod-autoscaler-tolerance of the controller manager. */
export const DEFAULT_TOLERANCE = 0.1;

export function withinTolerance(ratio: number, { up, down }: Tolerance): boolean {
  return 1 - down <= ratio && ratio <= 1 + up;
}

/** Pods of one kind; `weight` is what usage is a share of: the sum of their requests, or their number. */
export interface PodGroup {
  readonly pods: number;
  readonly weight: number;
}

/** A metric that each pod has its own value of. */
interface PodsMetric {
  /** spec.replicas. */
  readonly current: number;
  readonly target: number;
  readonly tolerance: Tolerance;
  /** Pods whose metric counts. `usage` is in the target's unit x weight. */
  readonly counted: PodGroup & { readonly usage: number };
  /** Pending; for CPU also those that are not ready or that began less than a metric's window ago. */
  readonly unready?: PodGroup;
  /** Running, without a metric. */
  readonly missing?: PodGroup;
}

const NONE: PodGroup = { pods: 0, weight: 0 };

/**
 * `Resource` and `ContainerResource` with a target of `Utilization` (GetResourceReplicas). Weights are requests, usage is
 * 100 x what is used, in the same unit: utilization is cut to whole percent.
 */
export function utilizationReplicas(metric: PodsMetric): number | null {
  // A pod without a metric is taken to use its request when replicas may go, or the target if that is more.
  return podsReplicas(metric, Math.max(100, metric.target));
}

/**
 * `Pods`, and resources with a target of `AverageValue` (calcPlainMetricReplicas). Weights are numbers of pods; usage and target
 * are in thousandths, as the controller counts.
 */
export function averageValueReplicas(metric: PodsMetric): number | null {
  return podsReplicas(metric, metric.target);
}

/** Null: no pod's metric counts, which is an error for the controller. */
function podsReplicas(
  { current, target, tolerance, counted, unready = NONE, missing = NONE }: PodsMetric,
  usageOfMissing: number,
): number | null {
  if (counted.weight === 0) return null;
  const ratio = Math.floor(counted.usage / counted.weight) / target;
  const unreadyCount = unready.pods > 0 && ratio > 1;
  if (!unreadyCount && missing.pods === 0) {
    return withinTolerance(ratio, tolerance) ? current : Math.ceil(ratio * counted.pods);
  }
  // Against the direction of the change: they use nothing when replicas may come, and enough when some may go.
  const missingCount = missing.pods > 0 && ratio !== 1;
  const usage = counted.usage + (missingCount && ratio < 1 ? missing.weight * usageOfMissing : 0);
  const all = [counted, ...(missingCount ? [missing] : []), ...(unreadyCount ? [unready] : [])];
  const sum = (of: (group: PodGroup) => number): number => all.reduce((total, group) => total + of(group), 0);
  const again = Math.floor(usage / sum(({ weight }) => weight)) / target;
  if (withinTolerance(again, tolerance) || (ratio < 1 && again > 1) || (ratio > 1 && again < 1)) return current;
  const replicas = Math.ceil(again * sum(({ pods }) => pods));
  const turned = (again < 1 && replicas > current) || (again > 1 && replicas < current);
  return turned ? current : replicas;
}

/**
 * `External` and `Object` with a target of `AverageValue` (GetExternalPerPodMetricReplicas): `total` over all pods, `target` for one.
 * `statusReplicas` are the pods that there are.
 */
export function perPodReplicas(metric: {
  readonly statusReplicas: number;
  readonly total: number;
  readonly target: number;
  readonly tolerance: Tolerance;
}): number {
  const { statusReplicas, total, target, tolerance } = metric;
  return withinTolerance(total / (target * statusReplicas), tolerance) ? statusReplicas : Math.ceil(total / target);
}

/** `External` and `Object` with a target of `Value` (getUsageRatioReplicaCount): the ratio times the ready pods. */
export function valueReplicas(metric: {
  /** spec.replicas. */
  readonly current: number;
  readonly ready: number;
  readonly value: number;
  readonly target: number;
  readonly tolerance: Tolerance;
}): number {
  const { current, ready, value, target, tolerance } = metric;
  const ratio = value / target;
  if (current === 0) return Math.ceil(ratio);
  return withinTolerance(ratio, tolerance) ? current : Math.ceil(ratio * ready);
}

/**
 * The largest of what several metrics ask for; null stands for one that cannot be read. With one of those, replicas may be added but
 * not taken away: null then, as with none that can be read (computeReplicasForMetrics).
 */
export function largest(proposals: readonly (number | null)[], current: number): number | null {
  const valid = proposals.filter((proposal) => proposal !== null);
  if (valid.length === 0) return null;
  const most = Math.max(...valid);
  return valid.length < proposals.length && most < current ? null : most;
}
