import { z } from 'zod';

const policy = z.strictObject({
  type: z.enum(['Pods', 'Percent']),
  /** Pods, or percent of the current replicas. */
  value: z.int().min(1),
  /** Window in which the change counts, seconds. */
  periodSeconds: z.int().min(1).max(1800),
});

function rules(stabilizationWindow: z.ZodType<number | undefined>) {
  return z.strictObject({
    stabilizationWindowSeconds: stabilizationWindow,
    selectPolicy: z.enum(['Max', 'Min', 'Disabled']).optional(),
    policies: z.array(policy).min(1).optional(),
    /** Share of the target within which nothing is done. @default 0.1, the controller's own */
    tolerance: z.number().min(0).max(1).optional(),
  });
}

const window = z.int().min(0).max(3600).optional();

/** `spec.behavior`; what is left out is upstream's default (scale up without delay, scale down after a window of 300 s). */
export const behavior = z.strictObject({ scaleUp: rules(window).optional(), scaleDown: rules(window).optional() });

/** The bounds that every HPA variant has. */
export const bounds = {
  /** @default 1 */
  minReplicas: z.int().min(1).default(1),
  /** @default 10 */
  maxReplicas: z.int().min(1).default(10),
};

export type Behavior = z.infer<typeof behavior>;

/** The behavior as the API wants it: `tolerance` is a quantity. */
export function apiBehavior({ scaleUp, scaleDown }: Behavior) {
  const convert = (direction: Behavior['scaleUp']) =>
    direction && {
      ...direction,
      tolerance: direction.tolerance === undefined ? undefined : String(direction.tolerance),
    };
  return { scaleUp: convert(scaleUp), scaleDown: convert(scaleDown) };
}
