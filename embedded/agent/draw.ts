import { createHash } from 'node:crypto';

import type { Delay } from './delay';
import type { PoolSettings } from './settings';

/** What a launch's numbers are drawn from: the same for the same seed, pool and launch, on every machine. Launches count from 1. */
export interface Launch {
  readonly seed: number;
  readonly pool: string;
  readonly number: number;
}

/** A number in (0, 1): the first 48 bits of a SHA-256. Each `purpose` has draws of its own. */
export function uniform({ seed, pool, number }: Launch, purpose: string): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, pool, number, purpose]))
    .digest();
  return (digest.readUIntBE(0, 6) + 0.5) / 2 ** 48;
}

/** Standard normal by the transform of Box and Muller (1958). */
const normal = (launch: Launch, purpose: string): number =>
  Math.sqrt(-2 * Math.log(uniform(launch, `${purpose} radius`))) *
  Math.cos(2 * Math.PI * uniform(launch, `${purpose} angle`));

/** Seconds, never below 0. */
export function secondsOf(delay: Delay, launch: Launch, purpose: string): number {
  if (typeof delay === 'number') return delay;
  if ('min' in delay) return delay.min + (delay.max - delay.min) * uniform(launch, purpose);
  return Math.max(0, delay.mean + delay.sd * normal(launch, purpose));
}

/** What becomes of a launched node, in seconds since its launch. */
export type Fate =
  | { readonly kind: 'lives' }
  | { readonly kind: 'never' }
  | { readonly kind: 'dies'; readonly after: number }
  | { readonly kind: 'interrupted'; readonly after: number; readonly notice: number };

/** One draw decides: the shares lie side by side. */
export function fateOf({ never, dies, interrupted }: PoolSettings['failures'], launch: Launch): Fate {
  let left = uniform(launch, 'fate');
  const within = (share = 0): boolean => (left -= share) < 0;
  const after = (delay: Delay): number => secondsOf(delay, launch, 'after');
  if (within(never?.share)) return { kind: 'never' };
  if (dies && within(dies.share)) return { kind: 'dies', after: after(dies.after) };
  if (interrupted && within(interrupted.share))
    return { kind: 'interrupted', after: after(interrupted.after), notice: interrupted.noticeSeconds };
  return { kind: 'lives' };
}
