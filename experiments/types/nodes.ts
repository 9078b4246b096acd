/** Moments in the life of a NodeClaim, ms since the epoch; null where it did not come to that. */
export interface NodeClaimTimes {
  /** Karpenter has decided on a node. */
  readonly claimed: number;
  /** The provider has been asked for it, and has given it. */
  readonly launched: number | null;
  /** Karpenter has seen the Node object (with the kwok provider before its kubelet is there). */
  readonly registered: number | null;
  /** The Node is Ready and has all that was asked of it. */
  readonly initialized: number | null;
  /** All of these are so. */
  readonly ready: number | null;
  /** It is to go: consolidation, expiry, an interruption, or somebody. */
  readonly deleting: number | null;
}

/** What a NodeClaim says of itself. */
export interface NodeClaimFacts extends NodeClaimTimes {
  readonly name: string;
  readonly uid: string;
  /** Name of its pool. */
  readonly pool: string;
  readonly instanceType: string | null;
  /** `on-demand` or `spot`. */
  readonly capacityType: string | null;
  readonly zone: string | null;
  /** Name of its Node. */
  readonly node: string | null;
}

/** A node of a node autoscaler's, from its claim to its end; times as the watch brought them. */
export interface NodeClaimRecord extends NodeClaimFacts {
  /** The object is gone, and so is its Node. */
  readonly deleted: number | null;
  /** The Node object: made, Ready for the first time, gone. Null: none was seen. */
  readonly object: { readonly created: number; readonly ready: number | null; readonly deleted: number | null } | null;
  /** The NodeClaim's own timestamps (1 s resolution). */
  readonly stamps: NodeClaimTimes;
  /** It existed before recording began. */
  readonly initial: boolean;
}
