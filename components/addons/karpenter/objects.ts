import { ROLE } from '../../cluster/roles';
import { labels } from '../../labels';
import type { PlannedObject } from '../install';
import { CAPACITY_TYPE, INSTANCE_TYPE, oneOf } from './instanceTypes';
import { maxNodesOf } from './limits';
import type { NodePool, NodePools } from './settings';

const COMPONENT = 'nodes';
/** There is nothing to set in it: what a launch is like, the nodes' agent knows. */
const CLASS = { group: 'karpenter.kwok.sh', kind: 'KWOKNodeClass', name: 'testbed' } as const;

export const nodeClass: PlannedObject = {
  apiVersion: `${CLASS.group}/v1alpha1`,
  kind: CLASS.kind,
  metadata: { name: CLASS.name, labels: labels(CLASS.name, COMPONENT) },
  spec: {},
};

/** The pools as Karpenter's objects. */
export const nodePoolObjects = (pools: NodePools): PlannedObject[] =>
  Object.entries(pools).map(([name, pool]) => ({
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name, labels: labels(name, COMPONENT) },
    spec: nodePoolSpec(pool),
  }));

function nodePoolSpec(pool: NodePool): object {
  const { instanceTypes, maxPods, disruption, expireAfter, terminationGracePeriod, weight, taints } = pool;
  const { consolidationPolicy, consolidateAfter, budgets } = disruption;
  const capacities = new Set(instanceTypes.flatMap(({ offerings }) => offerings.map(({ capacity }) => capacity)));
  const nodes = maxNodesOf(pool);
  return {
    template: {
      // The label by which the application's pods find its static nodes: the scheduler may take either.
      metadata: { labels: { ...pool.labels, [ROLE]: 'app' } },
      spec: {
        nodeClassRef: CLASS,
        requirements: [
          oneOf(
            INSTANCE_TYPE,
            instanceTypes.map(({ name }) => name),
          ),
          oneOf(CAPACITY_TYPE, [...capacities].sort()),
        ],
        ...(taints.length > 0 && { taints }),
        expireAfter,
        ...(terminationGracePeriod !== undefined && { terminationGracePeriod }),
      },
    },
    disruption: { consolidationPolicy, consolidateAfter, ...(budgets && { budgets }) },
    // `nodes` alone does not hold within one batch of pods, where Karpenter decides on many nodes at once (subtractMax in its scheduler.go subtracts what a
    // type has, and no type has "nodes"). Pods it subtracts, and each kubelet reports as many as its type says.
    limits: { nodes: String(nodes), pods: String(nodes * maxPods) },
    ...(weight !== undefined && { weight }),
  };
}
