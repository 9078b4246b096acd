import type { NodeClaimFacts, NodeClaimRecord, NodeClaimTimes } from '../types';
import type { NodeFacts } from './facts';
import type { Change } from './observations';

const MOMENTS = ['launched', 'registered', 'initialized', 'ready', 'deleting'] as const;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type OpenClaim = Mutable<Omit<NodeClaimRecord, 'object' | 'stamps'>> & { stamps: Mutable<NodeClaimTimes> };
type OpenNode = Mutable<NonNullable<NodeClaimRecord['object']>>;

/** NodeClaims and the Nodes that came of them; takes observations in order of time. A moment is the first time at which it was seen. */
export class NodeLives {
  private readonly claims = new Map<string, OpenClaim>();
  /** By name: those of a node autoscaler are never used twice. */
  private readonly nodes = new Map<string, OpenNode>();

  claim(time: number, change: Change, facts: NodeClaimFacts): void {
    const initial = change === 'INITIAL';
    // What was so before recording began has only the object's own times.
    const when = (own: number): number => (initial ? own : time);
    const { launched, registered, initialized, ready, deleting, ...rest } = facts;
    const own = { launched, registered, initialized, ready, deleting };
    const claim = this.claims.get(facts.uid) ?? {
      ...rest,
      ...NEVER,
      claimed: when(facts.claimed),
      deleted: null,
      stamps: { claimed: facts.claimed, ...NEVER },
      initial,
    };
    this.claims.set(facts.uid, claim);
    for (const moment of MOMENTS) {
      const stamp = own[moment];
      if (stamp === null) continue;
      claim[moment] ??= when(stamp);
      claim.stamps[moment] ??= stamp;
    }
    claim.node = facts.node ?? claim.node;
    claim.instanceType = facts.instanceType ?? claim.instanceType;
    claim.capacityType = facts.capacityType ?? claim.capacityType;
    claim.zone = facts.zone ?? claim.zone;
    if (change === 'DELETED') claim.deleted = time;
  }

  node(time: number, change: Change, { name, ready, created }: NodeFacts): void {
    const node = this.nodes.get(name) ?? {
      created: change === 'INITIAL' ? (created ?? time) : time,
      ready: null,
      deleted: null,
    };
    this.nodes.set(name, node);
    if (change === 'DELETED') node.deleted = time;
    else if (ready) node.ready ??= time;
  }

  records(): NodeClaimRecord[] {
    return [...this.claims.values()].map((claim) => ({
      ...claim,
      object: (claim.node === null ? undefined : this.nodes.get(claim.node)) ?? null,
    }));
  }
}

const NEVER = { launched: null, registered: null, initialized: null, ready: null, deleting: null };
