/** A change of the load and how long each link of the chain that answered it took, seconds. Null: did not happen, the reason says why. */
export interface Reaction {
  /** Index of the stage in the spec. */
  readonly stage: number;
  readonly from: number;
  readonly to: number;
  /** What `from` and `to` count. @default requests per second */
  readonly unit?: 'users';
  readonly at: number;
  /** When watching for it ended: the next change of the load. */
  readonly until: number;
  readonly parts: readonly ReactionLink[];
  /** From the load step to the last link that happened, seconds; the sum of the parts. */
  readonly total: number | null;
  /** The start of the warm-up, answered from zero replicas. It is in no SLI. */
  readonly warmup?: true;
}
/** Seconds from the link before (the load step for the first) to this one. */
export interface ReactionLink {
  readonly name: ReactionPart;
  readonly seconds: number | null;
  /** Why it is null, or what is odd about the number. */
  readonly reason?: string;
}
export type ReactionPart =
  | 'metric'
  | 'desired'
  | 'created'
  | 'scheduled'
  | 'ready'
  | 'recovered'
  // Of a fall: the first and the last pod that is gone.
  | 'removed'
  | 'settled';
