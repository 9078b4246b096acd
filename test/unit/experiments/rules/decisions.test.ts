import { decisions } from '../../../../experiments/rules/decisions';
import type { HpaMetric, HpaPoint, HpaRules, PodRecord, ReplicaPoint } from '../../../../experiments/types';
import { buildRecording } from '../../../fixtures/recording';

const at = (second: number): number => 1_000_000 + second * 1000;
const cpu: HpaMetric = { type: 'Resource', name: 'cpu', targetType: 'Utilization', value: null, target: 60 };
const external: HpaMetric = { ...cpu, type: 'External', name: 'rps', targetType: 'AverageValue', target: 50 };
/** No window, so that each decision stands alone. */
const free: HpaRules = {
  minReplicas: 1,
  maxReplicas: 10,
  behavior: { scaleDown: { stabilizationWindowSeconds: 0 } },
};

function point(
  second: number,
  [currentReplicas, desiredReplicas]: readonly [number, number],
  values: readonly (number | null)[],
  { metrics = [cpu], rules = free, active = 'True' } = {},
): HpaPoint {
  const all = metrics.map((metric, index) => ({ ...metric, value: values[index] ?? null }));
  return {
    time: at(second),
    currentReplicas,
    desiredReplicas,
    metric: all[0]?.value ?? null,
    target: all[0]?.target ?? null,
    metrics: all,
    rules,
    scalingActive: active,
    scalingLimited: 'False',
    reason: '',
  };
}

function pod(readySecond: number): PodRecord {
  const { name, uid, ...record } = buildRecording().pods[0]!;
  const ready = at(readySecond);
  return { ...record, name, uid, created: ready, scheduled: ready, started: ready, ready, deleted: null };
}

const replicas = (second: number, count: number, ready = count): ReplicaPoint => ({
  time: at(second),
  desired: count,
  created: count,
  ready,
});
const old = (count: number): PodRecord[] => Array.from({ length: count }, () => pod(-1000));

/** What the rules give for the decision of the last point; the first is only there to be the first. */
function last(points: readonly HpaPoint[], replicaPoints: readonly ReplicaPoint[], pods: readonly PodRecord[]) {
  const first = { ...points[0]!, time: at(-500) };
  return decisions({ hpa: [first, ...points], replicas: [...replicaPoints], pods: [...pods] }).at(-1);
}

describe('a decision of the HPA', () => {
  it('follows from the metric where all pods count', () => {
    // ceil(158 / 60 x 1) = 3
    const found = last([point(0, [1, 3], [158])], [replicas(-900, 1)], old(1));
    expect(found).toEqual({ time: at(0), desired: 3, expected: { low: 3, high: 3 } });
    // 66 / 60 is within the tolerance of 0.1
    expect(last([point(0, [4, 4], [66])], [replicas(-900, 4)], old(4))?.expected).toEqual({ low: 4, high: 4 });
    // ceil(67 / 60 x 4) = 5
    expect(last([point(0, [4, 5], [67])], [replicas(-900, 4)], old(4))?.expected).toEqual({ low: 5, high: 5 });
  });

  it('is told although it differs', () => {
    expect(last([point(0, [1, 2], [158])], [replicas(-900, 1)], old(1))).toMatchObject({
      desired: 2,
      expected: { low: 3, high: 3 },
    });
  });

  it('lies in a range where a pod has just begun: its metric counts, or is taken for 0', () => {
    // Both count: ceil(103 / 60 x 2) = 4. One counts: 103 / 2 is 51 or 52 of 60, which is the other direction: hold at 2.
    const found = last([point(0, [2, 2], [103])], [replicas(-20, 2)], [...old(1), pod(-15)]);
    expect(found?.expected).toEqual({ low: 2, high: 4 });
  });

  it('counts the pods that there were before it, not those that it made', () => {
    const before = [replicas(-900, 1), { ...replicas(-0.01, 1), desired: 3 }, { ...replicas(-0.005, 3, 1) }];
    expect(last([point(0, [1, 3], [158])], before, old(1))?.expected).toEqual({ low: 3, high: 3 });
  });

  it('for an external metric is the total by the target, whatever pods are ready', () => {
    const options = { metrics: [external] };
    // ceil(3 x 41.667 / 50) = 3, within the tolerance anyway: 125 / 150 is not, 0.83. So ceil(125.001 / 50) = 3.
    expect(last([point(0, [3, 3], [41.667], options)], [replicas(-9, 3, 1)], [pod(-1)])?.expected).toEqual({
      low: 3,
      high: 3,
    });
    // The status rounds 200 / 3 up to 66.667: from 199.999 to 200.001, so 4 or 5 of 50.
    expect(last([point(0, [3, 4], [66.667], options)], [replicas(-9, 3)], old(3))?.expected).toEqual({
      low: 4,
      high: 5,
    });
  });

  it('for an external value is the ratio by the ready pods', () => {
    const metrics = [{ ...external, targetType: 'Value', target: 100 }];
    expect(last([point(0, [3, 5], [250], { metrics })], [replicas(-9, 3, 2)], old(2))?.expected).toEqual({
      low: 5,
      high: 5,
    });
  });

  it('takes the largest of several metrics, and no fewer replicas while one is missing', () => {
    const options = { metrics: [cpu, external] };
    // cpu: ceil(30 / 60 x 4) = 2; external: 4 x 75 / 50 = 6
    expect(last([point(0, [4, 6], [30, 75], options)], [replicas(-900, 4)], old(4))?.expected).toEqual({
      low: 6,
      high: 6,
    });
    expect(last([point(0, [4, 4], [30, null], options)], [replicas(-900, 4)], old(4))).toMatchObject({
      expected: null,
      reason: 'no metric had a value',
    });
  });

  it('stays within the bounds and the limits of the rate', () => {
    const rules = { minReplicas: 2, maxReplicas: 4 };
    expect(last([point(0, [2, 4], [600], { rules })], [replicas(-900, 2)], old(2))?.expected).toEqual({
      low: 4,
      high: 4,
    });
    expect(last([point(0, [5, 4], [], { rules })], [replicas(-900, 5)], old(5))?.expected).toEqual({
      low: 4,
      high: 4,
    });
    // Without a behavior one step at most doubles; ceil(600 / 60 x 3) = 30.
    const wide = { rules: { minReplicas: 1, maxReplicas: 100 } };
    expect(last([point(0, [3, 6], [600], wide)], [replicas(-900, 3)], old(3))?.expected).toEqual({ low: 6, high: 6 });
  });

  it('waits for the window before replicas go', () => {
    const rules = {
      ...free,
      behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
    };
    const high = point(0, [4, 4], [60], { rules });
    const replicaPoints = [replicas(-900, 4)];
    // 40 s after 4 were right, they are held; 70 s after, ceil(10 / 60 x 4) = 1.
    expect(last([high, point(40, [4, 4], [10], { rules })], replicaPoints, old(4))?.expected).toEqual({
      low: 4,
      high: 4,
    });
    const low = point(15, [4, 4], [10], { rules });
    const then = last([high, low, point(90, [4, 1], [11], { rules })], replicaPoints, old(4));
    expect(then?.expected).toEqual({ low: 1, high: 1 });
    // Nobody saw whether 4 was recommended again after second 0: the status may have stayed the same.
    expect(last([high, point(70, [4, 1], [10], { rules })], replicaPoints, old(4))?.expected).toEqual({
      low: 1,
      high: 4,
    });
  });

  it('may be held by what was asked for before recording began: at most what there was then, at zero anything', () => {
    const seen = { replicas: [replicas(-900, 2)], pods: old(2) };
    const after = (first: number, metric: number, rules: HpaRules) =>
      decisions({
        ...seen,
        hpa: [point(0, [first, first], [null], { rules, active: 'False' }), point(10, [2, 2], [metric], { rules })],
      })[0]?.expected;
    const plain = { minReplicas: 1, maxReplicas: 10 };
    expect(after(2, 10, plain)).toEqual({ low: 1, high: 2 });
    // 10 may have been asked for not long before zero was; one step goes to 4 at most.
    expect(after(0, 10, plain)).toEqual({ low: 1, high: 4 });
    const slowUp = { ...plain, behavior: { scaleUp: { stabilizationWindowSeconds: 60 } } };
    expect(after(2, 100, slowUp)).toEqual({ low: 2, high: 4 });
  });

  it('is none where the HPA decides nothing', () => {
    const seen = [point(-500, [1, 1], [60]), point(0, [0, 0], [null], { active: 'False' })];
    expect(decisions({ hpa: seen, replicas: [replicas(-900, 1)], pods: old(1) })).toEqual([]);
    expect(decisions({ hpa: [], replicas: [], pods: [] })).toEqual([]);
  });
});

it('the simulated run follows the rules throughout', () => {
  const all = decisions(buildRecording());
  expect(all).toHaveLength(10);
  for (const { time, desired, expected } of all) {
    expect({ time, low: expected!.low <= desired, high: desired <= expected!.high }).toEqual({
      time,
      low: true,
      high: true,
    });
  }
});
