import type { AgentSpec } from '../../../embedded/agent/settings';
import { maxNodesOf } from './limits';
import type { NodePools } from './settings';

/**
 * Repositories of the images that pods of the application can have (toolchain/images): a node has them before it is Ready, and all others later, as a
 * machine of a cloud has no image of a platform that never runs there.
 */
const APPLICATION = ['testbed.local/sample', 'testbed.local/workload', 'testbed.local/istio-proxy'];

/** What the embedded cluster's node agent is to do for the pools; undefined where there are none, and no agent. */
export function agentOf(pools: NodePools): AgentSpec | undefined {
  const all = Object.entries(pools);
  if (all.length === 0) return undefined;
  return {
    maxNodes: all.reduce((sum, [, pool]) => sum + maxNodesOf(pool), 0),
    firstImages: APPLICATION,
    pools: Object.fromEntries(
      all.map(([name, { launch, images, failures, seed }]) => [
        name,
        {
          delay: launch.delay,
          failures,
          seed,
          ...(images.pullMBps !== undefined && { pullBytesPerSecond: images.pullMBps * 1e6 }),
        },
      ]),
    ),
  };
}
