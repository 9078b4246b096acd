import { z } from 'zod';

/** Most nodes that the agent of one cluster may have: the upper half of a block's addresses is theirs. */
export const mostAgentNodes = 60;

const seconds = z
  .number()
  .min(0, 'must be at least 0 s')
  .max(24 * 3600, 'must be at most a day (86400 s)');

/** Time from the claim of a node to the start of its machine, in seconds. */
export const delay = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fixed'), seconds }),
  z
    .strictObject({ kind: z.literal('uniform'), from: seconds, to: seconds })
    .refine(({ from, to }) => from <= to, '"from" must not be above "to"'),
  z.strictObject({ kind: z.literal('normal'), mean: seconds, deviation: seconds }),
]);

/** What goes wrong, and with which launches: every nth, or a share of all. */
const which = {
  /** Every nth launch, the first being the nth. */
  every: z.number().int().min(1).optional(),
  /** Share of the launches, 0 to 1, drawn by the seed. */
  share: z.number().min(0).max(1).optional(),
};
const chosen = ({ every, share }: { every?: number | undefined; share?: number | undefined }): boolean =>
  (every === undefined) !== (share === undefined);
const message = 'must say which launches: either "every" or "share"';

export const failure = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('never'), ...which }).refine(chosen, message),
  /** `after`: seconds since its launch. */
  z.strictObject({ kind: z.literal('dies'), after: seconds, ...which }).refine(chosen, message),
  /** `after`: seconds from its launch to the notice; `notice`: seconds from there to its end. */
  z
    .strictObject({ kind: z.literal('interrupted'), after: seconds, notice: seconds.default(120), ...which })
    .refine(chosen, message),
]);

/** How a node gets the images that were given to the cluster. */
export const imagePolicy = z.strictObject({
  /** `present`: as if they were in the machine's image. `pulled`: each takes its size over `rate`, one after the other. */
  mode: z.enum(['present', 'pulled']).default('present'),
  /** In bytes of the image's archive a second; needed for `pulled`. */
  rate: z.number().positive().optional(),
  /** Those that a node has before its kubelet starts, by repository (`testbed.local/sample`); default all. The others come after. */
  repositories: z.array(z.string().min(1)).optional(),
});

/** What `up` takes for the node agent. */
export const agentSpec = z.strictObject({
  maxNodes: z.number().int().min(1).max(mostAgentNodes),
  launch: delay.default({ kind: 'fixed', seconds: 0 }),
  images: imagePolicy
    .refine(({ mode, rate }) => mode === 'present' || rate !== undefined, '"pulled" needs "rate", in bytes a second')
    .default({ mode: 'present' }),
  /** The first that is true of a launch happens to it. */
  failures: z.array(failure).default([]),
  seed: z.number().int().default(1),
});

/** As it is written by hand: all but `maxNodes` has a default. */
export type AgentSpec = z.input<typeof agentSpec>;
export type AgentSettings = z.infer<typeof agentSpec>;
export type Delay = z.infer<typeof delay>;
export type Failure = z.infer<typeof failure>;
export type ImagePolicy = z.infer<typeof imagePolicy>;
