import type * as pulumi from '@pulumi/pulumi';
import { Karpenter } from '../components/addons/karpenter/karpenter';
import type { Cluster } from '../components/cluster/types';
import { machine } from '../embedded/system/machine';
import type { KubeManifest } from '../toolchain/types';
import { buildNamed, upstreamManifests } from './addons';
import { hasPools, machineProblems } from './nodePoolsRules';
import { ConfigError } from './problems';
import type { TestbedConfig } from './schema';

type Pooled = Pick<TestbedConfig, 'nodePools' | 'nodes'>;

/**
 * Upstream's definitions where there are pools, and the image, built where it is not there yet.
 * @throws ConfigError where this machine cannot bear the pools
 */
export async function readKarpenter({ nodePools, nodes }: Pooled): Promise<KubeManifest[]> {
  if (!hasPools(nodePools)) return [];
  const problems = machineProblems(nodePools, nodes, machine());
  if (problems.length > 0) throw new ConfigError(problems);
  const [manifests] = await Promise.all([upstreamManifests('karpenter'), buildNamed(['karpenter'])]);
  return manifests;
}

/** Karpenter with the pools, where there are any. */
export function createKarpenter(
  { nodePools }: Pick<Pooled, 'nodePools'>,
  cluster: Cluster,
  manifests: readonly KubeManifest[],
): pulumi.Resource[] {
  return hasPools(nodePools) ? [new Karpenter('karpenter', { cluster, manifests, pools: nodePools })] : [];
}
