import { tooLarge, type Machine } from '../plan/size';
import { fateOf, secondsOf } from './draw';
import type { Counts } from './local';
import type { Claim, Wanted } from './model';
import { poolOf, type AgentSettings } from './settings';

/** Longest name that a Node can have whose name is also its label `kubernetes.io/hostname`. */
const longestName = 63;
/** As for static nodes: a kubelet of less cannot run a pod. */
const smallest = { cpu: 0.1, memory: 64 * 1024 ** 2 };

/** Why a Node cannot get a machine here; undefined when it can. */
export function refusalOf({ name, size }: Wanted, machine: Machine): string | undefined {
  if (size === undefined) return 'its status.allocatable does not say cpu and memory';
  if (name.length > longestName || !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name))
    return `its name must be a DNS name of at most ${longestName} characters; shorten the node pool's`;
  if (size.cpu < smallest.cpu || size.memory < smallest.memory)
    return `its allocatable, ${size.cpu} cores and ${size.memory} bytes, is less than ${smallest.cpu} cores and ${smallest.memory} bytes`;
  return tooLarge({ name, ...size }, machine);
}

/** What is decided of a Node that gets a machine: when it is launched, and what becomes of it. */
export function claimOf(
  { name, uid, providerId, pool, size }: Wanted,
  index: number,
  { launches }: Counts,
  settings: AgentSettings,
  now: number,
): Claim {
  if (!size) throw new Error(`node "${name}": it says no size`);
  const { seed, delay, failures } = poolOf(settings, pool);
  const drawn = { seed, pool, number: (launches[pool] ?? 0) + 1 };
  return {
    index,
    name,
    uid,
    providerId,
    pool,
    ...size,
    launch: drawn.number,
    claimed: now,
    launchAt: now + Math.round(secondsOf(delay, drawn, 'delay') * 1000),
    fate: fateOf(failures, drawn),
  };
}
