import {
  averageValueReplicas,
  largest,
  perPodReplicas,
  utilizationReplicas,
  valueReplicas,
  withinTolerance,
} from '../../../../experiments/rules/hpa';

/** 0.1, as upstream's tests have it. */
const tolerance = { up: 0.1, down: 0.1 };
const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/** `levels` and `requests` are milli-cores of whole pods; upstream's have two containers a pod, so twice what stands there. */
function utilization(
  current: number,
  target: number,
  levels: readonly number[],
  requests: readonly number[],
  others: { unready?: readonly number[]; missing?: readonly number[] } = {},
): number | null {
  const group = (weights: readonly number[] = []) => ({ pods: weights.length, weight: total(weights) });
  return utilizationReplicas({
    current,
    target,
    tolerance,
    counted: { ...group(requests), usage: 100 * total(levels) },
    unready: group(others.unready),
    missing: group(others.missing),
  });
}

function averageValue(current: number, target: number, levels: readonly number[], missing = 0, unready = 0) {
  return averageValueReplicas({
    current,
    target,
    tolerance,
    counted: { pods: levels.length, weight: levels.length, usage: total(levels) },
    missing: { pods: missing, weight: missing },
    unready: { pods: unready, weight: unready },
  });
}

/** Names and values of Kubernetes v1.36.3, pkg/controller/podautoscaler/replica_calculator_test.go. */
describe("utilization, by upstream's tests", () => {
  const two = (count: number): number[] => new Array<number>(count).fill(2000);

  it('TestReplicaCalcScaleUp', () => expect(utilization(3, 30, [600, 1000, 1400], two(3))).toBe(5));
  it('TestReplicaCalcScaleUpUnreadyLessScale', () =>
    expect(utilization(3, 30, [1000, 1400], two(2), { unready: two(1) })).toBe(4));
  it('TestReplicaCalcScaleUpUnreadyNoScale', () =>
    expect(utilization(3, 30, [800], two(1), { unready: two(2) })).toBe(3));
  it('TestReplicaCalcScaleUpIgnoresFailedPods', () => expect(utilization(2, 30, [1000, 1400], two(2))).toBe(4));
  it('TestReplicaCalcScaleDown', () => expect(utilization(5, 50, [200, 600, 1000, 500, 500], two(5))).toBe(3));
  it('TestReplicaCalcScaleDownExcludeUnreadyPods', () =>
    expect(utilization(5, 50, [200, 600, 1000], two(3), { unready: two(2) })).toBe(2));
  it('TestReplicaCalcTolerance', () => expect(utilization(3, 100, [2020, 2060, 2040], [1800, 2000, 2200])).toBe(3));
  it('TestReplicaCalcMissingMetrics', () =>
    expect(utilization(4, 100, [800, 190], two(2), { missing: two(2) })).toBe(3));
  it('TestReplicaCalcMissingMetricsNoChangeEq', () =>
    expect(utilization(2, 100, [2000], two(1), { missing: two(1) })).toBe(2));
  it('TestReplicaCalcMissingMetricsNoChangeGt', () =>
    expect(utilization(2, 100, [3800], two(1), { missing: two(1) })).toBe(2));
  it('TestReplicaCalcMissingMetricsNoChangeLt', () =>
    expect(utilization(2, 100, [1200], two(1), { missing: two(1) })).toBe(2));
  it('TestReplicaCalcMissingMetricsUnreadyChange', () =>
    expect(utilization(3, 50, [900], two(1), { unready: two(1), missing: two(1) })).toBe(3));
  it('TestReplicaCalcMissingMetricsUnreadyScaleUp', () =>
    expect(utilization(3, 50, [4000], two(1), { unready: two(1), missing: two(1) })).toBe(4));
  it('TestReplicaCalcMissingMetricsUnreadyScaleDown', () =>
    expect(utilization(4, 50, [200, 200], two(2), { unready: two(1), missing: two(1) })).toBe(3));
  it('TestReplicaCalcMissingMetricsScaleDownTargetOver100', () =>
    expect(utilization(4, 300, [200, 200], [2000, 4000], { unready: [2000], missing: [4000] })).toBe(2));
  it('TestReplicaCalcDuringRollingUpdateWithMaxSurge', () =>
    expect(utilization(2, 50, [200, 200], two(2), { missing: two(1) })).toBe(2));
  it('TestReplicaCalcEmptyMetrics', () => expect(utilization(4, 100, [], [], { missing: two(3) })).toBeNull());
});

describe("a value for each pod, by upstream's tests", () => {
  it('TestReplicaCalcScaleUpCM', () => expect(averageValue(3, 15000, [20000, 10000, 30000])).toBe(4));
  it('TestReplicaCalcScaleUpCMUnreadyHotCpuNoLessScale: only CPU leaves out pods that are not ready', () =>
    expect(averageValue(3, 15000, [50000, 10000, 30000])).toBe(6));
  it('TestReplicaCalcScaleUpCMUnreadyHotCpuScaleWouldScaleDown', () =>
    expect(averageValue(3, 15000, [50000, 15000, 30000])).toBe(7));
  it('TestReplicaCalcToleranceCM', () => expect(averageValue(3, 20000, [20000, 21000, 21000])).toBe(3));
  it('TestPlainMetricReplicaCalcMissingMetricsNoChangeEq', () =>
    expect(averageValue(5, 20000, [20000, 19000, 21000], 2)).toBe(5));
  it('TestReplicaCalcDuringRollingUpdateWithMaxSurgeCM', () =>
    expect(averageValue(2, 17000, [10000, 10000], 1)).toBe(2));
});

describe("values of the whole, by upstream's tests", () => {
  const perPod = (statusReplicas: number, value: number, target: number) =>
    perPodReplicas({ statusReplicas, total: value, target, tolerance });
  const value = (current: number, ready: number, usage: number, target: number) =>
    valueReplicas({ current, ready, value: usage, target, tolerance });

  it('TestReplicaCalcScaleUpPerPodCMExternal', () => expect(perPod(3, 8600, 2150)).toBe(4));
  it('TestReplicaCalcScaleUpCMPerPodObject', () => expect(perPod(3, 20000, 5000)).toBe(4));
  it('TestReplicaCalcTolerancePerPodCMExternal', () => expect(perPod(3, 8600, 2900)).toBe(3));
  it('TestReplicaCalcTolerancePerPodCMObject', () => expect(perPod(4, 20166, 5000)).toBe(4));
  it('TestReplicaCalcScaleUpCMObject', () => expect(value(3, 3, 20000, 15000)).toBe(4));
  it('TestReplicaCalcScaleUpCMObjectIgnoresUnreadyPods', () => expect(value(3, 1, 50000, 10000)).toBe(5));
  it('TestReplicaCalcScaleUpCMExternalIgnoresUnreadyPods', () => expect(value(3, 1, 8600, 4400)).toBe(2));
  it('TestReplicaCalcToleranceCMExternal', () => expect(value(3, 3, 8600, 8888)).toBe(3));
  it('from zero the ratio alone counts (TestScaleUpFromZeroIgnoresToleranceCMObject)', () =>
    expect(value(0, 0, 1000, 1000)).toBe(1));
  it('with no pod there is no tolerance: nothing used asks for none', () => expect(perPod(0, 0, 50000)).toBe(0));
});

describe('several metrics', () => {
  it('ask for the largest', () => expect(largest([2, 5, 3], 4)).toBe(5));
  it('with one that cannot be read replicas may come (TestScaleUpOneMetricInvalid)', () =>
    expect(largest([null, 4], 3)).toBe(4));
  it('but not go (TestNoScaleDownOneMetricInvalid)', () => expect(largest([null, 3], 5)).toBeNull());
  it('are nothing if none can be read', () => expect(largest([null, null], 1)).toBeNull());
});

it('the bounds of the tolerance belong to it', () => {
  // In binary fractions 1 + 0.1 is 1.1 and 1 - 0.1 is 0.9, as in Go.
  expect([0.89, 0.9, 1, 1.1, 1.11].map((ratio) => withinTolerance(ratio, tolerance))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ]);
  expect(withinTolerance(1.2, { up: 0.2, down: 0 })).toBe(true);
  expect(withinTolerance(0.99, { up: 0.2, down: 0 })).toBe(false);
});
