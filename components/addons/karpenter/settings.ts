import { z } from 'zod';
import { delay } from '../../../embedded/agent/delay';
import { failures } from '../../../embedded/agent/settings';
import { ROLE } from '../../cluster/roles';

/**
 * The most characters of a pool's name. Karpenter's kwok provider names a Node `kwok-POOL-xxxxx-WORDS-N-xxxxxxxxxx-NUMBER` (kwok/cloudprovider and
 * kwok/utils of its module), where the words have up to 22 characters and the number up to 10; a Node's name is also the value of the label
 * `kubernetes.io/hostname`, which has 63 at most. With 6 all but one in 10,000 fit.
 */
export const MAX_POOL_NAME = 6;

const KEY = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]*[A-Za-z0-9])?$/;
const VALUE = /^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/;
/** Prefixes whose labels are set by Kubernetes, by Karpenter or here. */
const TAKEN = /^([^/]*\.)?(kubernetes\.io|k8s\.io|karpenter\.sh|karpenter\.kwok\.sh)\//;

const labelKey = z
  .string()
  .max(253)
  .regex(KEY, { error: 'a label key of Kubernetes: NAME or PREFIX/NAME' })
  .refine((key) => key !== ROLE && !TAKEN.test(key), {
    error: `a prefix of your own: ${ROLE} and those of kubernetes.io, k8s.io, karpenter.sh and karpenter.kwok.sh are set by the software`,
  });
const labelValue = z
  .string()
  .regex(VALUE, { error: 'a label value of Kubernetes: at most 63 letters, digits, "-", "_", "."' });

const duration = z.string().regex(/^([0-9]+(s|m|h))+$/, { error: 'a duration such as 30s, 5m or 1h30m' });
const durationOrNever = z
  .string()
  .regex(/^(([0-9]+(s|m|h))+|Never)$/, { error: 'a duration such as 30s, 5m or 1h30m, or Never' });

const offering = z.strictObject({
  /** Price of a node for an hour, in the currency of `experiment.prices`. */
  price: z.number().min(0).max(1e6),
  capacity: z.enum(['on-demand', 'spot']).default('on-demand'),
  /** Value of the label `topology.kubernetes.io/zone`. */
  zone: labelValue.min(1).default('local'),
});

const instanceType = z.strictObject({
  /** Value of the label `node.kubernetes.io/instance-type`. */
  name: z
    .string()
    .max(40)
    .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, { error: 'small letters, digits, "-" and "."' }),
  /** CPU quota of the node's pods, cores; all of it is allocatable. */
  cpu: z.number().min(0.1).max(1024),
  /** Memory limit of the node's pods, MiB; all of it is allocatable. */
  memoryMiB: z.int().min(256).max(16_777_216),
  offerings: z
    .array(offering)
    .min(1)
    .max(20)
    .refine((all) => new Set(all.map(({ capacity, zone }) => `${capacity} ${zone}`)).size === all.length, {
      error: 'one offering for each zone and capacity',
    }),
});

const taint = z.strictObject({
  key: labelKey,
  value: labelValue.optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
});

const budget = z
  .strictObject({
    nodes: z
      .string()
      .regex(/^((100|[0-9]{1,2})%|[0-9]+)$/, { error: 'a number or a percentage, as text: "1" or "10%"' }),
    reasons: z
      .array(z.enum(['Underutilized', 'Empty', 'Drifted']))
      .min(1)
      .optional(),
    schedule: z.string().min(1).optional(),
    duration: z
      .string()
      .regex(/^((([0-9]+(h|m))|([0-9]+h[0-9]+m))(0s)?)$/, { error: 'hours and minutes, such as 8h, 30m or 1h30m' })
      .optional(),
  })
  .refine((one) => (one.schedule === undefined) === (one.duration === undefined), {
    error: 'schedule and duration together, or neither',
  });

const pool = z.strictObject({
  instanceTypes: z.array(instanceType).min(1).max(20),
  /** The most pods of a node. One for the whole pool: by it Karpenter counts the pool's nodes (docs/nodes.md). */
  maxPods: z.int().min(5).max(250).default(110),
  limits: z
    .strictObject({
      nodes: z.int().min(1).max(50).default(3),
      /** Cores of all nodes of the pool together. @default as `nodes` says */
      cpu: z.number().min(0.1).optional(),
      /** Memory of all nodes of the pool together, MiB. @default as `nodes` says */
      memoryMiB: z.int().min(1).optional(),
    })
    .prefault({}),
  disruption: z
    .strictObject({
      consolidationPolicy: z.enum(['WhenEmpty', 'WhenEmptyOrUnderutilized']).default('WhenEmptyOrUnderutilized'),
      consolidateAfter: durationOrNever.default('30s'),
      /** @default Karpenter's own: 10 % of the nodes at once, at least one */
      budgets: z.array(budget).max(50).optional(),
    })
    .prefault({}),
  expireAfter: durationOrNever.default('720h'),
  /** How long pods have to go when a node is to go. @default as long as they want */
  terminationGracePeriod: duration.optional(),
  /** Of pools that could serve, the one with the highest is taken. */
  weight: z.int().min(1).max(100).optional(),
  taints: z.array(taint).default([]),
  labels: z.record(labelKey, labelValue).default({}),
  launch: z
    .strictObject({
      /** From the Node object to the start of its kubelet. */
      delay: delay.default(0),
    })
    .prefault({}),
  images: z
    .strictObject({
      /** How fast images come, MB/s. @default they are there already */
      pullMBps: z.number().min(0.1).max(10_000).optional(),
    })
    .prefault({}),
  failures: failures.prefault({}),
  /** Of what is drawn for this pool's nodes. */
  seed: z
    .int()
    .min(0)
    .max(2 ** 31)
    .default(1),
});

/** Node pools by their names. */
export const nodePools = z
  .record(
    z
      .string()
      .max(MAX_POOL_NAME, {
        error: `a name of at most ${MAX_POOL_NAME} characters: the names of Nodes are made from it`,
      })
      .regex(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, { error: 'a name of small letters, digits and "-", a letter first' }),
    pool,
  )
  .refine((pools) => Object.keys(pools).length <= 10, { error: 'at most 10 pools' });

export type NodePools = Readonly<z.infer<typeof nodePools>>;
export type NodePool = NodePools[string];
export type InstanceType = NodePool['instanceTypes'][number];
