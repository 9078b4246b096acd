import { z } from 'zod';
import { apiBehavior, behavior, scalingNotes } from './hpaSettings';

const advanced = z.strictObject({
  /** Set the replicas back to what they were when the ScaledObject is deleted. @default false */
  restoreToOriginalReplicaCount: z.boolean().optional(),
  /** Of the HPA that KEDA creates. Its name stays KEDA's own, `keda-hpa-NAME`. */
  horizontalPodAutoscalerConfig: z.strictObject({ behavior: behavior.optional() }).optional(),
});

/** A formula over the triggers, by their names, in place of the triggers themselves. */
export const scalingModifiers = z.strictObject({
  formula: z.string().min(1),
  target: z.number().positive(),
  activationTarget: z.number().min(0).optional(),
  /** @default AverageValue */
  metricType: z.enum(['AverageValue', 'Value']).optional(),
});

/** What KEDA does when a trigger cannot be read. */
export const fallback = z.strictObject({
  failureThreshold: z.int().min(0),
  replicas: z.int().min(0),
  /** @default static */
  behavior: z
    .enum(['static', 'currentReplicas', 'currentReplicasIfHigher', 'currentReplicasIfLower', 'scalingModifiers'])
    .optional(),
});

/**
 * What every ScaledObject has beside its triggers, in KEDA's own words (kedacore/keda v2.21.0,
 * apis/keda/v1alpha1/scaledobject_types.go). What is left out is KEDA's default.
 * @param least the default of `minReplicaCount`
 */
export const kedaCommon = (least: 0 | 1) => ({
  minReplicaCount: z.int().min(0).default(least),
  /** @default 10 */
  maxReplicaCount: z.int().min(1).default(10),
  /** Seconds between KEDA's own looks at the triggers. @default 30 */
  pollingInterval: z.int().min(1).optional(),
  /** Seconds from the last activity of a trigger to zero replicas. @default 300 */
  cooldownPeriod: z.int().min(0).optional(),
  /** Seconds after the ScaledObject's creation in which it is not scaled to zero. @default 0 */
  initialCooldownPeriod: z.int().min(0).optional(),
  advanced: advanced.optional(),
});

/** What a ScaledObject has besides where it has a trigger that is not CPU or memory. */
export const kedaExternal = {
  /** Replicas while no trigger is active; HPAs know no other than 0 below their minimum. */
  idleReplicaCount: z.literal(0).optional(),
  fallback: fallback.optional(),
  advanced: advanced.extend({ scalingModifiers: scalingModifiers.optional() }).optional(),
};

export interface KedaSettings {
  readonly minReplicaCount: number;
  readonly maxReplicaCount: number;
  readonly pollingInterval?: number | undefined;
  readonly cooldownPeriod?: number | undefined;
  readonly initialCooldownPeriod?: number | undefined;
  readonly idleReplicaCount?: 0 | undefined;
  readonly fallback?: z.infer<typeof fallback> | undefined;
  readonly advanced?: z.infer<typeof kedaExternal.advanced>;
}

/** Each a rule of KEDA's admission webhook (scaledobject_webhook.go). */
export const kedaBounds = z.refine<KedaSettings>(
  ({ minReplicaCount, maxReplicaCount }) => minReplicaCount <= maxReplicaCount,
  { path: ['minReplicaCount'], error: 'must be at most maxReplicaCount' },
);
export const kedaIdle = z.refine<KedaSettings>(
  ({ minReplicaCount, idleReplicaCount }) => idleReplicaCount === undefined || minReplicaCount > 0,
  { path: ['idleReplicaCount'], error: 'must be less than minReplicaCount' },
);
export const kedaFallback = z.refine<KedaSettings>(
  ({ fallback, advanced }) => fallback?.behavior !== 'scalingModifiers' || advanced?.scalingModifiers !== undefined,
  { path: ['fallback', 'behavior'], error: 'scalingModifiers needs advanced.scalingModifiers' },
);

/** KEDA's default of `pollingInterval`, seconds (apis/keda/v1alpha1/withtriggers_types.go). */
export const POLLING_SECONDS = 30;

/** Whether KEDA itself may set the replicas to zero or idle; from 1 to N only its HPA does. */
export const restsAtZero = ({ minReplicaCount, idleReplicaCount }: KedaSettings): boolean =>
  minReplicaCount === 0 || idleReplicaCount !== undefined;

/** The part of a ScaledObject's `spec` that the settings give. */
export function kedaSpec(settings: KedaSettings) {
  const { minReplicaCount, maxReplicaCount, pollingInterval, cooldownPeriod, initialCooldownPeriod } = settings;
  const { horizontalPodAutoscalerConfig: hpa, scalingModifiers: modifiers, ...rest } = settings.advanced ?? {};
  return {
    minReplicaCount,
    maxReplicaCount,
    pollingInterval,
    cooldownPeriod,
    initialCooldownPeriod,
    idleReplicaCount: settings.idleReplicaCount,
    fallback: settings.fallback,
    advanced: settings.advanced && {
      ...rest,
      horizontalPodAutoscalerConfig: hpa && { behavior: hpa.behavior && apiBehavior(hpa.behavior) },
      scalingModifiers: modifiers && {
        ...modifiers,
        target: String(modifiers.target),
        activationTarget: modifiers.activationTarget === undefined ? undefined : String(modifiers.activationTarget),
      },
    },
  };
}

/** What a ScaledObject's triggers have, of which some has no effect at times. */
export interface TriggerFacts {
  readonly useCachedMetrics?: boolean | undefined;
  readonly activationThreshold?: number | undefined;
  readonly threshold?: number | undefined;
}

/**
 * Settings that do nothing. KEDA's webhook says the first two as warnings (`UsesHPAObservations` in scaledobject_types.go,
 * verifyScaledObjects in scaledobject_webhook.go); the next follow from pkg/scaling/executor/scale_scaledobjects.go, where they are read
 * only on the way to zero or idle and back.
 */
export function kedaNotes(settings: KedaSettings, facts: TriggerFacts = {}): string[] {
  const { minReplicaCount: least, maxReplicaCount: most, advanced } = settings;
  const why = `because minReplicaCount is ${least}: KEDA itself acts only between 0 and 1, from 1 to N its HPA does`;
  const idle = (key: string, value: number | undefined): string[] =>
    restsAtZero(settings) || value === undefined ? [] : [`${key} ${value}: no effect, ${why}.`];
  const polled = facts.useCachedMetrics === true || advanced?.scalingModifiers !== undefined;
  return [
    ...(polled ? [] : idle('pollingInterval', settings.pollingInterval)),
    ...idle('cooldownPeriod', settings.cooldownPeriod),
    ...idle('initialCooldownPeriod', settings.initialCooldownPeriod),
    ...idle('activationThreshold', facts.activationThreshold),
    ...modifierNotes(settings, facts),
    ...fallbackNotes(settings),
    ...scalingNotes(least, most, advanced?.horizontalPodAutoscalerConfig?.behavior).map((note) =>
      note.replaceAll(/(^|, )behavior\./g, '$1advanced.horizontalPodAutoscalerConfig.behavior.'),
    ),
  ];
}

/** With a formula the HPA has one metric, the formula's (controllers/keda/hpa.go), and so has activity (pkg/scaling/scale_handler.go). */
function modifierNotes(settings: KedaSettings, { threshold, activationThreshold }: TriggerFacts): string[] {
  if (settings.advanced?.scalingModifiers === undefined) return [];
  const idle = (key: string, value: number | undefined, instead: string) =>
    value === undefined
      ? []
      : [`${key} ${value}: no effect, because advanced.scalingModifiers.${instead} counts in its place.`];
  return [
    ...idle('threshold', threshold, 'target'),
    ...(restsAtZero(settings) ? idle('activationThreshold', activationThreshold, 'activationTarget') : []),
  ];
}

/** From HasValidFallback and doFallback in pkg/fallback/fallback.go. */
function fallbackNotes({ fallback, advanced, maxReplicaCount }: KedaSettings): string[] {
  if (fallback === undefined) return [];
  const { replicas, behavior: kind } = fallback;
  const target = advanced?.scalingModifiers?.target ?? 1;
  if (!Number.isInteger(target))
    return [`fallback: no effect, because advanced.scalingModifiers.target, ${target}, is not an integer.`];
  if (kind === 'currentReplicas' || kind === 'scalingModifiers')
    return [`fallback.replicas ${replicas}: no effect with fallback.behavior ${kind}.`];
  return replicas > maxReplicaCount
    ? [`fallback.replicas ${replicas}: no more than maxReplicaCount, ${maxReplicaCount}, are set.`]
    : [];
}
