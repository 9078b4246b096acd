/** What node pools ask of the rest of the configuration and of the machine. */
import { isDeepStrictEqual } from 'node:util';
import { maxMemoryOf, maxNodesOf } from '../components/addons/karpenter/limits';
import type { InstanceType, NodePools } from '../components/addons/karpenter/settings';
import { firstNumber } from '../embedded/agent/numbers';
import { mostAgentNodes } from '../embedded/agent/settings';
import { evictionReserve, tooLarge, type Machine } from '../embedded/plan/size';
import type { Nodes } from './nodes';
import type { Problem } from './problems';

interface Pod {
  readonly cpuRequest: number;
  readonly cpuLimit?: number;
  readonly memoryMiB: number;
}
interface Size {
  readonly cpu: number;
  readonly memoryMiB: number;
}

export const hasPools = (pools: NodePools): boolean => Object.keys(pools).length > 0;

const typesOf = (
  pools: NodePools,
): { readonly path: string; readonly type: InstanceType; readonly maxPods: number }[] =>
  Object.entries(pools).flatMap(([name, { instanceTypes, maxPods }]) =>
    instanceTypes.map((type, index) => ({ path: `nodePools.${name}.instanceTypes[${index}]`, type, maxPods })),
  );

/** What does not go together, whatever the machine. */
export function poolProblems(pools: NodePools, { count }: Pick<Nodes, 'count'>): Problem[] {
  const types = typesOf(pools);
  const different = types.filter(({ type, maxPods }) =>
    types.some(
      (other) => other.type.name === type.name && !isDeepStrictEqual([other.type, other.maxPods], [type, maxPods]),
    ),
  );
  return [
    ...(count === 0 && !hasPools(pools)
      ? [
          {
            path: 'nodes.count',
            value: 0,
            allowed: 'at least 1 without nodePools: there would be no node for the application',
          },
        ]
      : []),
    ...different.map(({ path, type }) => ({
      path: `${path}.name`,
      value: type.name,
      allowed:
        'types of one name have to be equal in all pools, and so does maxPods: Karpenter has one list of types; name one of them otherwise',
    })),
    ...Object.entries(pools)
      .filter(([, pool]) => maxNodesOf(pool) === 0)
      .map(([name, { limits }]) => ({
        path: `nodePools.${name}.limits`,
        value: limits,
        allowed: "at least the size of the pool's largest instance type",
      })),
  ];
}

/** What of the pools the machine cannot bear. Quotas of CPU may add up to more than it has, as those of `nodes`; memory may not. */
export function machineProblems(pools: NodePools, nodes: Nodes, machine: Machine): Problem[] {
  if (!hasPools(pools)) return [];
  const sizes = typesOf(pools).flatMap(({ path, type: { name, cpu, memoryMiB } }) => {
    const allowed = tooLarge({ name, cpu, memory: memoryMiB * 2 ** 20 }, machine);
    return allowed === undefined ? [] : [{ path, value: { cpu, memoryMiB }, allowed }];
  });
  const { count, app, system } = nodes;
  const pooled = Object.values(pools);
  const memory = pooled.reduce((sum, pool) => sum + maxMemoryOf(pool), count * app.memoryMiB + system.memoryMiB);
  const most = Math.floor((machine.memory - evictionReserve) / 2 ** 20);
  const number = pooled.reduce((sum, pool) => sum + maxNodesOf(pool), 0);
  const fixed = count + 1;
  return [
    ...sizes,
    ...(memory > most
      ? [
          {
            path: 'nodePools',
            value: `${memory} MiB with all nodes`,
            allowed: `at most ${most} MiB, what this machine can give, nodes.app and nodes.system included: lower limits.nodes, limits.memoryMiB or the types' memoryMiB`,
          },
        ]
      : []),
    ...(number > mostAgentNodes
      ? [{ path: 'nodePools', value: `${number} nodes`, allowed: `at most ${mostAgentNodes} of all pools together` }]
      : []),
    ...(fixed >= firstNumber
      ? [{ path: 'nodes.count', value: count, allowed: `at most ${firstNumber - 2} with nodePools` }]
      : []),
  ];
}

/** The nodes that there can be at most: of a pool as many of its type with the most cores as the limits hold. */
export function roomOf(pools: NodePools): Size[] {
  return Object.values(pools).flatMap((pool) => {
    const [largest] = pool.instanceTypes.toSorted((a, b) => b.cpu - a.cpu);
    return largest === undefined ? [] : Array.from({ length: maxNodesOf(pool) }, () => largest);
  });
}

/** A pod has to fit on a node of some kind; and on any kind where it fits its limit has to, or with cgroup v1 it does not start there. */
export function fitsSome({ cpuRequest, cpuLimit, memoryMiB }: Pod, pools: NodePools, { count, app }: Nodes): Problem[] {
  const kinds: { path: string; size: Size }[] = [
    ...(count > 0 ? [{ path: 'nodes.app', size: app }] : []),
    ...typesOf(pools).map(({ path, type }) => ({ path, size: type })),
  ];
  const fitting = kinds.filter(({ size }) => size.cpu >= cpuRequest && size.memoryMiB >= memoryMiB);
  if (fitting.length === 0) {
    const sizes = kinds.map(({ path, size }) => `${path} (${size.cpu} cores, ${size.memoryMiB} MiB)`).join(', ');
    return [
      {
        path: 'workload',
        value: { cpuRequest, memoryMiB },
        allowed: `requests that fit on a node; there are ${sizes}`,
      },
    ];
  }
  const small = fitting.filter(({ size }) => (cpuLimit ?? 0) > size.cpu);
  return small.map(({ path, size }) => ({
    path: 'workload.cpuLimit',
    value: cpuLimit,
    allowed: `at most ${path}.cpu (${size.cpu} cores): the pod can come to such a node`,
  }));
}
