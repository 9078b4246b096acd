/**
 * What an HPA makes of the number of replicas that its metrics ask for: stabilization, limits of the rate, bounds. After Kubernetes
 * v1.36, pkg/controller/podautoscaler/horizontal.go and pkg/apis/autoscaling/v2/defaults.go.
 */
import type { HpaRules, ScalingRules } from '../types';

type Behavior = NonNullable<HpaRules['behavior']>;
type Direction = 'up' | 'down';
type Required<T> = { readonly [K in keyof T]-?: T[K] };
type CompleteRules = Required<Omit<ScalingRules, 'tolerance'>>;

/** Something that was said or done `age` seconds ago. */
export interface Recommendation {
  readonly age: number;
  readonly replicas: number;
}
export interface ScaleEvent {
  readonly age: number;
  /** Replicas added (over 0) or taken away (below 0). */
  readonly change: number;
}

/** --horizontal-pod-autoscaler-downscale-stabilization, seconds. */
export const DEFAULT_DOWNSCALE_WINDOW = 300;

const DEFAULTS: Readonly<Record<Direction, CompleteRules>> = {
  up: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
  },
  down: {
    stabilizationWindowSeconds: DEFAULT_DOWNSCALE_WINDOW,
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
  },
};

/** One direction of the behavior with the defaults for what it leaves out. */
export function completeRules({ scaleUp, scaleDown }: Behavior, direction: Direction): CompleteRules {
  const own = direction === 'up' ? scaleUp : scaleDown;
  const { stabilizationWindowSeconds, selectPolicy, policies } = DEFAULTS[direction];
  return {
    stabilizationWindowSeconds: own?.stabilizationWindowSeconds ?? stabilizationWindowSeconds,
    selectPolicy: own?.selectPolicy ?? selectPolicy,
    policies: own?.policies ?? policies,
  };
}

/** Seconds for which an earlier recommendation holds the replicas, each way. */
export function windows({ behavior }: HpaRules): Readonly<Record<Direction, number>> {
  if (behavior === undefined) return { up: 0, down: DEFAULT_DOWNSCALE_WINDOW };
  return {
    up: completeRules(behavior, 'up').stabilizationWindowSeconds,
    down: completeRules(behavior, 'down').stabilizationWindowSeconds,
  };
}

/**
 * The number of replicas after stabilization (stabilizeRecommendation, stabilizeRecommendationWithBehaviors): the largest
 * recommendation of the window holds back a scale-down. With a behavior the smallest of its window holds back a scale-up too.
 */
export function stabilized(
  rules: HpaRules,
  current: number,
  wanted: number,
  earlier: readonly Recommendation[],
): number {
  const window = windows(rules);
  const within = (direction: Direction): number[] =>
    earlier.filter(({ age }) => age < window[direction]).map(({ replicas }) => replicas);
  return held(rules, current, Math.min(wanted, ...within('up')), Math.max(wanted, ...within('down')));
}

/** The replicas between the least and the most that was recommended lately, this time included. */
export function held({ behavior }: HpaRules, current: number, least: number, most: number): number {
  return behavior === undefined ? most : Math.min(Math.max(current, least), most);
}

/** The number of replicas within the bounds and the limits of the rate (convertDesiredReplicasWithRules, ...WithBehaviorRate). */
export function limited(
  { minReplicas, maxReplicas, behavior }: HpaRules,
  current: number,
  wanted: number,
  events: readonly ScaleEvent[] = [],
): number {
  if (behavior === undefined) {
    // One step at most doubles, but 4 are always allowed.
    const most = Math.min(maxReplicas, Math.max(2 * current, 4));
    return wanted < minReplicas ? minReplicas : Math.min(wanted, most);
  }
  if (wanted > current) {
    const limit = Math.max(current, rateLimit('up', current, completeRules(behavior, 'up'), events));
    return Math.min(wanted, maxReplicas, limit);
  }
  if (wanted < current) {
    const limit = Math.min(current, rateLimit('down', current, completeRules(behavior, 'down'), events));
    return Math.max(wanted, minReplicas, limit);
  }
  return wanted;
}

/** As far as the policies let the replicas go, from what they were when each policy's period began. */
function rateLimit(
  direction: Direction,
  current: number,
  { selectPolicy, policies }: CompleteRules,
  events: readonly ScaleEvent[],
): number {
  if (selectPolicy === 'Disabled') return current;
  const sign = direction === 'up' ? 1 : -1;
  const limits = policies.map(({ type, value, periodSeconds }) => {
    const recent = events.filter(({ age }) => age < periodSeconds);
    const before = recent.reduce((replicas, { change }) => replicas - change, current);
    if (type === 'Pods') return before + sign * value;
    // Rounded so that a small share still moves: up to the next, down to the one below.
    return direction === 'up' ? Math.ceil(before * (1 + value / 100)) : Math.trunc(before * (1 - value / 100));
  });
  // The largest change is the most replicas going up, and the fewest going down.
  return (selectPolicy === 'Min') === (direction === 'up') ? Math.min(...limits) : Math.max(...limits);
}
