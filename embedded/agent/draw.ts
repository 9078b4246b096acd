import { createHash } from 'node:crypto';

import type { Delay, Failure } from './settings';

/** What a launch's numbers are drawn from: the same for the same seed and launch, on every machine. Launches count from 1. */
export interface Launch {
  readonly seed: number;
  readonly number: number;
}

/** A number in (0, 1): the first 48 bits of a SHA-256. Each `purpose` has draws of its own. */
export function uniform({ seed, number }: Launch, purpose: string): number {
  const digest = createHash('sha256').update(`${seed}:${number}:${purpose}`).digest();
  return (digest.readUIntBE(0, 6) + 0.5) / 2 ** 48;
}

/** Standard normal by the transform of Box and Muller (1958). */
const normal = (launch: Launch): number =>
  Math.sqrt(-2 * Math.log(uniform(launch, 'radius'))) * Math.cos(2 * Math.PI * uniform(launch, 'angle'));

/** Seconds from the claim of a node to its launch; never below 0. */
export function delayOf(delay: Delay, launch: Launch): number {
  if (delay.kind === 'fixed') return delay.seconds;
  if (delay.kind === 'uniform') return delay.from + (delay.to - delay.from) * uniform(launch, 'delay');
  return Math.max(0, delay.mean + delay.deviation * normal(launch));
}

/** What becomes of a launched node, in seconds since its launch. */
export type Fate =
  | { readonly kind: 'lives' }
  | { readonly kind: 'never' }
  | { readonly kind: 'dies'; readonly after: number }
  | { readonly kind: 'interrupted'; readonly after: number; readonly notice: number };

/** The first failure that is true of a launch. */
export function fateOf(failures: readonly Failure[], launch: Launch): Fate {
  const struck = failures.find(({ every, share = 0 }, index) =>
    every === undefined ? uniform(launch, `failure ${index}`) < share : launch.number % every === 0,
  );
  if (struck === undefined) return { kind: 'lives' };
  if (struck.kind === 'never') return { kind: 'never' };
  if (struck.kind === 'dies') return { kind: 'dies', after: struck.after };
  return { kind: 'interrupted', after: struck.after, notice: struck.notice };
}
