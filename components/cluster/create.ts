import { agentOf } from '../addons/karpenter/agent';
import type { TestbedConfig } from '../../stacks/schema';
import { Existing } from './existing';
import { Kind } from './kind';
import { Local } from './local';
import type { Cluster, Needs } from './types';

/**
 * Makes the target that the configuration chooses; the only place that knows which one it is.
 * @throws when it cannot serve what is needed, before anything is created
 */
export function createCluster({ cluster, nodes, nodePools }: TestbedConfig, needs: Needs): Promise<Cluster> {
  switch (cluster.name) {
    case 'local':
      return Promise.resolve(
        new Local('local', {
          appNodes: nodes.count,
          appNode: nodes.app,
          systemNode: nodes.system,
          poolTaints: Object.values(nodePools).flatMap(({ taints }) => taints),
          agent: agentOf(nodePools),
        }),
      );
    case 'eks':
      return Promise.resolve(new (loadEks().Eks)('eks', cluster.settings));
    case 'kind':
      return Kind.create('kind', { settings: cluster.settings, appNodes: nodes.count });
    case 'existing':
      return Existing.create('existing', { settings: cluster.settings, needs });
  }
}

/** Loaded only here, because the AWS library takes seconds. (`import()` would need a file extension.) */
function loadEks(): typeof import('./eks') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('./eks') as typeof import('./eks');
}
