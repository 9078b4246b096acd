import { z } from 'zod';
import { goDuration } from './duration';
import { cpuQuantity, memoryQuantity } from './resourceMetric';

/** Every mode of kubernetes/autoscaler's VPA 1.8.1; `Auto` is the deprecated name of `Recreate`. */
export const UPDATE_MODES = ['Off', 'Initial', 'Recreate', 'InPlaceOrRecreate', 'InPlace', 'Auto'] as const;

const resource = z.enum(['cpu', 'memory']);
const quantities = z.strictObject({ cpu: cpuQuantity.optional(), memory: memoryQuantity.optional() });

const boost = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('Factor'),
    factor: z.int().min(1),
    /** Seconds that the boost lasts after the pod is ready. @default 0 */
    durationSeconds: z.int().min(0).optional(),
  }),
  z.strictObject({
    type: z.literal('Quantity'),
    quantity: cpuQuantity,
    durationSeconds: z.int().min(0).optional(),
  }),
]);
const startupBoost = z.strictObject({ cpu: boost.optional() });

const containerPolicy = z
  .strictObject({
    /** `*`: the containers that have no policy of their own. */
    containerName: z.string().min(1),
    /** @default Auto */
    mode: z.enum(['Auto', 'Off']).optional(),
    /** @default no minimum but the recommender's (25m, 250 MB a pod) */
    minAllowed: quantities.optional(),
    /** @default no maximum */
    maxAllowed: quantities.optional(),
    /** @default cpu and memory */
    controlledResources: z.array(resource).optional(),
    /** @default RequestsAndLimits: the limit keeps its proportion to the request */
    controlledValues: z.enum(['RequestsAndLimits', 'RequestsOnly']).optional(),
    /** Needs the feature gate PerVPAConfig, as the four that follow; it is set. */
    oomBumpUpRatio: z.number().min(1).optional(),
    oomMinBumpUp: memoryQuantity.optional(),
    memoryAggregationIntervalSeconds: z.int().min(1).optional(),
    memoryAggregationIntervalCount: z.int().min(1).optional(),
    startupBoost: startupBoost.optional(),
  })
  .refine(({ mode, controlledValues }) => mode !== 'Off' || controlledValues !== 'RequestsAndLimits', {
    path: ['controlledValues'],
    error: 'not with mode Off',
  });

const share = z.number().min(0).max(1);
const count = z.int().min(1);

/** Flags of the recommender, by their own names. @default upstream's */
const recommender = z.strictObject({
  /** How often usage is read and recommendations are made. @default 1m */
  'recommender-interval': goDuration.optional(),
  'recommendation-margin-fraction': z.number().min(0).optional(),
  'pod-recommendation-min-cpu-millicores': z.number().min(0).optional(),
  'pod-recommendation-min-memory-mb': z.number().min(0).optional(),
  'target-cpu-percentile': share.optional(),
  'target-memory-percentile': share.optional(),
  'recommendation-lower-bound-cpu-percentile': share.optional(),
  'recommendation-upper-bound-cpu-percentile': share.optional(),
  'recommendation-lower-bound-memory-percentile': share.optional(),
  'recommendation-upper-bound-memory-percentile': share.optional(),
  'confidence-interval-cpu': goDuration.optional(),
  'confidence-interval-memory': goDuration.optional(),
  'cpu-histogram-decay-half-life': goDuration.optional(),
  'memory-histogram-decay-half-life': goDuration.optional(),
  'memory-aggregation-interval': goDuration.optional(),
  'memory-aggregation-interval-count': count.optional(),
  'oom-bump-up-ratio': z.number().min(1).optional(),
  'oom-min-bump-up-bytes': z.number().min(0).optional(),
  'round-cpu-millicores': count.optional(),
  'round-memory-bytes': count.optional(),
});

/** Flags of the updater, by their own names. @default upstream's */
const updater = z.strictObject({
  /** How often pods are compared with recommendations. @default 1m */
  'updater-interval': goDuration.optional(),
  'eviction-tolerance': share.optional(),
  'eviction-rate-limit': z.number().min(-1).optional(),
  'eviction-rate-burst': count.optional(),
  'pod-update-threshold': z.number().min(0).optional(),
  'in-recommendation-bounds-eviction-lifetime-threshold': goDuration.optional(),
  'evict-after-oom-threshold': goDuration.optional(),
  'in-place-skip-disruption-budget': z.boolean().optional(),
});

export const vpaSettings = z.strictObject({
  /** Replicas of the Deployment, where no other variant sets them. @default 2, the least that the updater touches */
  replicas: z.int().min(1).max(100).default(2),
  /** @default Recreate */
  updateMode: z.enum(UPDATE_MODES).default('Recreate'),
  /** Replicas that must be alive for the updater to touch one. @default 2 */
  minReplicas: count.optional(),
  /** All must hold for an eviction. */
  evictionRequirements: z
    .array(
      z.strictObject({
        resources: z.array(resource).min(1),
        changeRequirement: z.enum(['TargetHigherThanRequests', 'TargetLowerThanRequests']),
      }),
    )
    .optional(),
  /** A pod that ran out of memory sooner than this after its start may be evicted at once. */
  evictAfterOOMSeconds: count.optional(),
  resourcePolicy: z.strictObject({ containerPolicies: z.array(containerPolicy) }).optional(),
  startupBoost: startupBoost.optional(),
  recommender: recommender.prefault({}),
  updater: updater.prefault({}),
});

export type VpaSettings = z.infer<typeof vpaSettings>;
export type ContainerPolicy = z.infer<typeof containerPolicy>;
export type ControlledResource = z.infer<typeof resource>;
