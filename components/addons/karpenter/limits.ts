import type { NodePool } from './settings';

type Limited = Pick<NodePool, 'instanceTypes' | 'limits'>;

/**
 * The most nodes that a pool can have at once: as many of its largest type as its limits hold. Karpenter's own limits of CPU and memory would not do:
 * they count what a kubelet reports as capacity, and each kubelet of this machine reports all of it.
 */
export function maxNodesOf({ instanceTypes, limits: { nodes, cpu, memoryMiB } }: Limited): number {
  const holds = (limit: number | undefined, sizes: readonly number[]): number =>
    // 0.3 / 0.1 is a little under 3.
    limit === undefined ? Infinity : Math.floor(limit / Math.max(...sizes) + 1e-9);
  return Math.min(
    nodes,
    holds(
      cpu,
      instanceTypes.map((type) => type.cpu),
    ),
    holds(
      memoryMiB,
      instanceTypes.map((type) => type.memoryMiB),
    ),
  );
}

/** The most memory that a pool's nodes can have together, MiB. */
export const maxMemoryOf = (pool: Limited): number =>
  maxNodesOf(pool) * Math.max(...pool.instanceTypes.map(({ memoryMiB }) => memoryMiB));
