import { completeRules, limited, stabilized, windows } from '../../../../experiments/rules/behavior';
import type { HpaRules, ScalingRules } from '../../../../experiments/types';

/** generateScalingRules of upstream's tests: a policy of pods, one of percent, the larger change counts. */
function rules(pods: number, podsPeriod: number, percent: number, percentPeriod: number): ScalingRules {
  return {
    policies: [
      ...(pods > 0 ? [{ type: 'Pods', value: pods, periodSeconds: podsPeriod }] : []),
      ...(percent > 0 ? [{ type: 'Percent', value: percent, periodSeconds: percentPeriod }] : []),
    ],
  };
}

/** generateEventsUniformDistribution: the events of one direction, spread over the period before now. */
function events(changes: readonly number[], period: number) {
  const step = period / (changes.length + 1);
  return changes.map((change, index) => ({ change, age: period - step * (index + 1) }));
}

const bounds = (minReplicas: number, maxReplicas: number, behavior?: HpaRules['behavior']): HpaRules => ({
  minReplicas,
  maxReplicas,
  ...(behavior && { behavior }),
});

/** Cases of Kubernetes v1.36.3, pkg/controller/podautoscaler/horizontal_test.go. */
describe('limits without a behavior (TestConvertDesiredReplicasWithRules)', () => {
  it.each([
    [5, 7, 3, 8, 7],
    [3, 1, 2, 8, 2],
    [1, 0, 0, 10, 0],
    [20, 1000, 1, 10, 10],
    [3, 1000, 1, 2000, 6],
    // calculateScaleUpLimit: max(2 x current, 4)
    [1, 9, 1, 10, 4],
  ])('%i replicas, %i wanted, from %i to %i: %i', (current, wanted, min, max, expected) =>
    expect(limited(bounds(min, max), current, wanted)).toBe(expected),
  );
});

describe('limits with a behavior (TestScalingWithRules)', () => {
  const up = (own: ScalingRules | undefined) => ({ scaleUp: own });
  const down = (own: ScalingRules | undefined) => ({ scaleDown: own });
  const added = (changes: number[]) => events(changes, 120);
  const removed = (changes: number[]) => events(changes, 120).map(({ change, age }) => ({ change: -change, age }));

  it.each([
    ['desired within range', bounds(3, 8, {}), 5, 7, [], 7],
    ['fewer than the least', bounds(2, 8, {}), 3, 1, [], 2],
    ['more than the most', bounds(1, 10, {}), 20, 1000, [], 10],
    ['1 percent is at least one pod', bounds(1, 2000, up(rules(0, 0, 1, 60))), 3, 1000, [], 4],
    ['default behavior', bounds(1, 1000, {}), 10, 50, [], 20],
    ['pods policy larger', bounds(1, 1000, up(rules(100, 60, 100, 60))), 10, 500, [], 110],
    ['percent policy larger', bounds(1, 1000, up(rules(2, 60, 100, 60))), 10, 500, [], 20],
    ['pod policy limitation', bounds(1, 1000, up(rules(30, 60, 0, 0))), 10, 50, [], 40],
    ['percent policy limitation', bounds(1, 1000, up(rules(0, 0, 200, 60))), 10, 50, [], 30],
    ['down, pods larger', bounds(1, 1000, down(rules(20, 60, 1, 60))), 100, 2, [], 80],
    ['down, percent and pods', bounds(1, 1000, down(rules(2, 60, 1, 60))), 100, 2, [], 98],
    ['down to the least', bounds(5, 1000, down(rules(0, 0, 100, 60))), 10, 2, [], 5],
    ['down, pod policy limitation', bounds(1, 1000, down(rules(5, 60, 0, 0))), 10, 2, [], 5],
    ['with events: the most', bounds(1, 200, up(rules(300, 60, 0, 0))), 100, 500, added([1, 5, 9]), 200],
    ['a lot of recent events', bounds(1, 1000, up(rules(5, 120, 0, 0))), 100, 500, added([1, 5, 9]), 100],
    ['pods and events', bounds(1, 1000, up(rules(150, 120, 0, 0))), 100, 500, added([1, 5, 9]), 235],
    ['percent and events', bounds(1, 1000, up(rules(0, 0, 200, 120))), 100, 500, added([1, 5, 9]), 255],
    ['up and down', bounds(1, 1000, up(rules(0, 0, 300, 300))), 6, 24, [...added([4]), ...removed([2])], 16],
    ['down, events', bounds(1, 1000, down(rules(5, 120, 0, 0))), 100, 2, removed([1, 5, 9]), 100],
    ['down, percent and events', bounds(1, 1000, down(rules(0, 0, 50, 120))), 100, 0, removed([2, 4, 6]), 56],
    ['down and up', bounds(1, 1000, down(rules(0, 0, 50, 180))), 10, 1, [...added([2]), ...removed([4])], 6],
    ['no further down', bounds(1, 1000, down(rules(0, 0, 10, 120))), 100, 0, removed([10, 10, 10]), 100],
    ['still further down', bounds(1, 1000, down(rules(0, 0, 1000, 120))), 10, 5, removed([10, 10, 10]), 5],
  ])('%s', (_, own, current, wanted, past, expected) => expect(limited(own, current, wanted, past)).toBe(expected));

  it('Min takes the smallest change (TestCalculateScaleUpLimitWithScalingRules, ...DownLimitWithBehaviors)', () => {
    const min = { ...rules(2, 60, 50, 60), selectPolicy: 'Min' };
    expect(limited(bounds(1, 100, up(min)), 1, 50)).toBe(2);
    expect(limited(bounds(1, 100, down(min)), 5, 1)).toBe(3);
  });

  it('Disabled holds', () => {
    expect(limited(bounds(1, 100, up({ selectPolicy: 'Disabled' })), 3, 50)).toBe(3);
    expect(limited(bounds(1, 100, down({ selectPolicy: 'Disabled' })), 3, 1)).toBe(3);
  });
});

const minutes = (...pairs: [replicas: number, age: number][]) =>
  pairs.map(([replicas, age]) => ({ replicas, age: age * 60 }));

describe('stabilization without a behavior (TestNormalizeDesiredReplicas)', () => {
  it.each([
    ['empty log', [], 5, 5],
    ['stabilize', minutes([4, 2], [5, 1]), 3, 5],
    ['no stabilize', minutes([1, 2], [2, 1]), 3, 3],
    ['old recommendations', minutes([10, 10], [9, 9]), 3, 3],
    ['stabilize, and old ones', minutes([10, 10], [4, 1], [5, 2], [9, 9]), 3, 5],
  ])('%s', (_, earlier, wanted, expected) => expect(stabilized(bounds(1, 100), 100, wanted, earlier)).toBe(expected));
});

describe('stabilization with a behavior (TestNormalizeDesiredReplicasWithBehavior)', () => {
  it.each([
    ['empty', [], 100, 5, 0, 0, 5],
    ['simple scale down', minutes([4, 2], [5, 1]), 100, 3, 0, 180, 5],
    ['simple scale up', minutes([4, 2], [5, 1]), 1, 7, 300, 0, 4],
    ['no scale down stabilization', minutes([1, 2], [2, 1]), 100, 3, 300, 0, 3],
    ['no scale up stabilization', minutes([4, 2], [5, 1]), 1, 3, 0, 300, 3],
    ['old ones, down', minutes([10, 10], [4, 1], [5, 2], [9, 9]), 100, 3, 0, 180, 5],
    ['old ones, up', minutes([10, 100], [6, 1], [5, 2], [9, 3]), 1, 100, 300, 0, 5],
    ['both, goes down', minutes([2, 100], [3, 3]), 2, 1, 300, 300, 2],
    ['both, goes up', minutes([2, 100], [1, 3]), 2, 3, 300, 300, 2],
  ])('%s', (_, earlier, current, wanted, up, down, expected) => {
    const behavior = {
      scaleUp: { stabilizationWindowSeconds: up },
      scaleDown: { stabilizationWindowSeconds: down },
    };
    expect(stabilized(bounds(1, 1000, behavior), current, wanted, earlier)).toBe(expected);
  });
});

it('what a behavior leaves out is the default of pkg/apis/autoscaling/v2/defaults.go', () => {
  expect(completeRules({}, 'up')).toEqual({
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
  });
  expect(completeRules({ scaleDown: { stabilizationWindowSeconds: 10 } }, 'down')).toEqual({
    stabilizationWindowSeconds: 10,
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  });
  expect(windows(bounds(1, 10))).toEqual({ up: 0, down: 300 });
});
