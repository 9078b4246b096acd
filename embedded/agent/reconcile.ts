import type { Action, Claim, Local, Wanted } from './model';
import { nextNumber } from './numbers';

/** Where a node is in its life. `noticed`: it still runs, and its end is announced. */
export type Phase = 'pending' | 'never' | 'running' | 'noticed' | 'dead';

/** The moments at which a node's phase changes, in milliseconds since 1970. */
function moments({ launchAt, fate }: Claim): { readonly notice?: number; readonly end?: number } {
  if (fate.kind === 'dies') return { end: launchAt + fate.after * 1000 };
  if (fate.kind !== 'interrupted') return {};
  const notice = launchAt + fate.after * 1000;
  return { notice, end: notice + fate.notice * 1000 };
}

/** Follows from the claim and the time alone, so that an agent that starts anew goes on where the old one was. */
export function phaseOf(claim: Claim, now: number): Phase {
  if (claim.fate.kind === 'never') return 'never';
  if (now < claim.launchAt) return 'pending';
  const { notice = Infinity, end = Infinity } = moments(claim);
  if (now >= end) return 'dead';
  return now >= notice ? 'noticed' : 'running';
}

/** What there is, and what is allowed. */
export interface Situation {
  /** In milliseconds since 1970. */
  readonly now: number;
  /** Every Node object that wants a machine. */
  readonly nodes: readonly Wanted[];
  readonly locals: readonly Local[];
  /** Most nodes at once, those that are being removed among them. */
  readonly bound: number;
  /** The number that was given out last. */
  readonly lastNumber: number;
  /** Numbers of nodes that are not the agent's. */
  readonly foreign: ReadonlySet<number>;
  /** Why a node of this size cannot be had on this machine; undefined when it can. */
  readonly refusal: (node: Wanted) => string | undefined;
}

/** What to do with a node that is there. */
function settle(local: Local, node: Wanted | undefined, now: number): Action | undefined {
  const { index, claim, busy } = local;
  const over = !claim || !node || (node.deleting && node.pods === 0);
  if (over) return busy === 'remove' ? undefined : { kind: 'remove', index, claim };
  const phase = phaseOf(claim, now);
  if (phase === 'dead') {
    if (busy === 'kill' || busy === 'remove') return undefined;
    // A launch that is under way is cut off.
    if (local.traces || busy === 'launch') return { kind: 'kill', index };
    return busy || node.deleting || node.ready ? undefined : { kind: 'lose', index, node };
  }
  if (busy) return undefined;
  if (phase === 'noticed' && !(node.noticed && node.deleting)) return { kind: 'interrupt', index, node, claim };
  const wanted = phase === 'running' || phase === 'noticed';
  return wanted && !local.up ? { kind: 'launch', index, claim } : undefined;
}

/** Nodes that nothing is there of yet, the oldest first. */
function unclaimed({ nodes, locals }: Situation): Wanted[] {
  const names = new Set(locals.map(({ claim }) => claim?.name));
  return nodes
    .filter(({ name, deleting }) => !deleting && !names.has(name))
    .sort((a, b) => a.created - b.created || (a.name < b.name ? -1 : 1));
}

/** Nodes that get no machine for the moment, and why. */
export function waiting(situation: Situation): { readonly node: Wanted; readonly reason: string }[] {
  const claimed = new Set(claims(situation).map(({ node }) => node.uid));
  return unclaimed(situation)
    .filter(({ uid }) => !claimed.has(uid))
    .map((node) => ({
      node,
      reason: situation.refusal(node) ?? `the agent may have ${situation.bound} nodes at once, and has them`,
    }));
}

function claims(situation: Situation): { kind: 'claim'; node: Wanted; index: number }[] {
  const { locals, bound, foreign } = situation;
  const taken = new Set([...foreign, ...locals.map(({ index }) => index)]);
  let last = situation.lastNumber;
  let room = bound - locals.length;
  return unclaimed(situation).flatMap((node) => {
    const index = room > 0 && situation.refusal(node) === undefined ? nextNumber(last, taken) : undefined;
    if (index === undefined) return [];
    room--;
    last = index;
    taken.add(index);
    return [{ kind: 'claim', node, index }];
  });
}

/** What brings the machine from what is there to what is wanted; nothing when it is. */
export function reconcile(situation: Situation): Action[] {
  const { now, nodes, locals } = situation;
  const byUid = new Map(nodes.map((node) => [node.uid, node]));
  const settled = locals.flatMap((local): Action[] => {
    const action = settle(local, byUid.get(local.claim?.uid ?? ''), now);
    const tooEarly = action?.kind === local.retry?.job && now < (local.retry?.at ?? 0);
    return action && !tooEarly ? [action] : [];
  });
  return [...settled, ...claims(situation)];
}

/** When the next thing is due by the clock, in milliseconds since 1970; Infinity when nothing is. */
export function nextDue(locals: readonly Local[], now: number): number {
  const times = locals.flatMap(({ claim, retry }) => {
    const { notice, end } = claim ? moments(claim) : {};
    return [claim?.launchAt, notice, end, retry?.at].filter((time) => time !== undefined && time > now);
  });
  return Math.min(Infinity, ...times.map(Number));
}
