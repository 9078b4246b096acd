import { z } from 'zod';

import { delay } from './delay';

/** Most nodes that the agent of one cluster may have: the upper half of a block's addresses is theirs. */
export const mostAgentNodes = 60;

const share = z.number().min(0).max(1);

/** How nodes fail: of all launches this share each, drawn once for a node when it is claimed. Times in seconds since its launch. */
export const failures = z
  .strictObject({
    /** The machine never comes. */
    never: z.strictObject({ share }).optional(),
    /** The machine dies without a word. */
    dies: z.strictObject({ share, after: delay }).optional(),
    /** The end of the machine is announced `after` its launch, and comes when the notice is over. */
    interrupted: z
      .strictObject({ share, after: delay, noticeSeconds: z.number().min(0).max(3600).default(120) })
      .optional(),
  })
  .refine(({ never, dies, interrupted }) => (never?.share ?? 0) + (dies?.share ?? 0) + (interrupted?.share ?? 0) <= 1, {
    error: 'shares that add up to 1 at most: a node fails in one way',
  });

/** How the nodes of one pool behave. */
const pool = z.strictObject({
  /** From the claim of a node to the start of its machine. */
  delay: delay.default(0),
  /** How fast images come, in bytes of their archives a second. @default they are there already */
  pullBytesPerSecond: z.number().positive().optional(),
  failures: failures.prefault({}),
  /** Of what is drawn for this pool's nodes. */
  seed: z.int().default(1),
});

/** What `up` takes for the node agent. */
export const agentSpec = z.strictObject({
  /** Most nodes at once, those that come and go among them. */
  maxNodes: z.int().min(1).max(mostAgentNodes),
  /** By the value of a Node's label `karpenter.sh/nodepool`; nodes of others come at once and do not fail. */
  pools: z.record(z.string(), pool).default({}),
  /**
   * Repositories (`testbed.local/sample`) of the images that a node has before its kubelet starts; the others come after.
   * @default all that the cluster was given
   */
  firstImages: z.array(z.string().min(1)).optional(),
});

/** As it is written by hand: all but `maxNodes` has a default. */
export type AgentSpec = z.input<typeof agentSpec>;
export type AgentSettings = z.infer<typeof agentSpec>;
export type PoolSettings = z.infer<typeof pool>;

/** How nodes behave of which nothing else is said. */
const plainPool: PoolSettings = pool.parse({});

/** How the nodes of a pool behave. */
export const poolOf = ({ pools }: AgentSettings, name: string): PoolSettings => pools[name] ?? plainPool;
