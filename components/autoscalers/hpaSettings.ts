import { z } from 'zod';
import { TOLERANCE } from './notice';

const policy = z.strictObject({
  type: z.enum(['Pods', 'Percent']),
  /** Pods, or percent of the current replicas. */
  value: z.int().min(1),
  /** Window in which the change counts, seconds. */
  periodSeconds: z.int().min(1).max(1800),
});

const window = z.int().min(0).max(3600).optional();

const rules = z.strictObject({
  stabilizationWindowSeconds: window,
  selectPolicy: z.enum(['Max', 'Min', 'Disabled']).optional(),
  policies: z.array(policy).min(1).optional(),
  /** Share of the target within which nothing is done. @default 0.1, the controller's own */
  tolerance: z.number().min(0).max(1).optional(),
});

/** `spec.behavior`; what is left out is upstream's default (scale up without delay, scale down after a window of 300 s). */
export const behavior = z.strictObject({ scaleUp: rules.optional(), scaleDown: rules.optional() });

export type Behavior = z.infer<typeof behavior>;
type Rules = z.infer<typeof rules>;

/** What every HPA variant has beside its metrics. */
export const hpaCommon = {
  /** @default 1 */
  minReplicas: z.int().min(1).default(1),
  /** @default 10 */
  maxReplicas: z.int().min(1).default(10),
  behavior: behavior.optional(),
};

export interface HpaCommon {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly behavior?: Behavior | undefined;
}

export const boundsInOrder = z.refine<HpaCommon>(({ minReplicas, maxReplicas }) => minReplicas <= maxReplicas, {
  path: ['minReplicas'],
  error: 'must be at most maxReplicas',
});

/** The behavior as the API wants it: `tolerance` is a quantity. */
export function apiBehavior({ scaleUp, scaleDown }: Behavior) {
  const convert = (direction: Behavior['scaleUp']) =>
    direction && {
      ...direction,
      tolerance: direction.tolerance === undefined ? undefined : String(direction.tolerance),
    };
  return { scaleUp: convert(scaleUp), scaleDown: convert(scaleDown) };
}

/** Share of the target over which the HPA scales up. */
export const scaleUpTolerance = (rules: Behavior | undefined): number => rules?.scaleUp?.tolerance ?? TOLERANCE;

/** Seconds for which a higher number must be wanted before it is set. */
export const scaleUpWindow = (rules: Behavior | undefined): number => rules?.scaleUp?.stabilizationWindowSeconds ?? 0;

/** Settings that do nothing, for the bounds and the behavior of any HPA, KEDA's too. */
export function scalingNotes(least: number, most: number, rules: Behavior = {}): string[] {
  return [
    ...(least === most
      ? [
          `The number of replicas is always ${least}, because both bounds are; the metrics and the behavior have no effect.`,
        ]
      : []),
    ...directionNotes('scaleUp', rules.scaleUp, 2),
    ...directionNotes('scaleDown', rules.scaleDown, 1),
    ...(rules.scaleDown?.tolerance === 1
      ? ['behavior.scaleDown.tolerance 1 never scales down: usage would have to be below zero.']
      : []),
  ];
}

/** @param defaultPolicies number of policies that upstream sets where none are given (HPAScalingRules in k8s.io/api/autoscaling/v2) */
function directionNotes(name: string, rules: Rules | undefined, defaultPolicies: number): string[] {
  if (rules === undefined) return [];
  if (rules.selectPolicy === 'Disabled') {
    const idle = Object.keys(rules).filter((key) => key !== 'selectPolicy');
    return idle.length === 0
      ? []
      : [`behavior.${name}.${idle.join(`, behavior.${name}.`)}: no effect, because selectPolicy is Disabled.`];
  }
  const policies = rules.policies?.length ?? defaultPolicies;
  return rules.selectPolicy !== undefined && policies === 1
    ? [`behavior.${name}.selectPolicy ${rules.selectPolicy}: no effect, because there is one policy to select from.`]
    : [];
}
