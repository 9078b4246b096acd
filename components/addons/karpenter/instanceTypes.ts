import { architecture } from '../../../toolchain/system';
import type { InstanceType, NodePools } from './settings';

/** What Karpenter's kwok provider takes off each instance type, whatever it is (`newInstanceType` in kwok/cloudprovider/helpers.go of its module). */
const OVERHEAD = { milliCpu: 100, memoryMiB: 10 } as const;

interface Requirement {
  readonly key: string;
  readonly operator: 'In';
  readonly values: readonly string[];
}

/** One entry of the file that `INSTANCE_TYPES_FILE_PATH` names (`InstanceTypeOptions` in the same file). */
export interface KwokInstanceType {
  readonly name: string;
  readonly architecture: string;
  readonly operatingSystems: readonly ['linux'];
  readonly resources: Readonly<Record<'cpu' | 'memory' | 'pods', string>>;
  // In Go's spelling: the fields have no names for JSON.
  readonly offerings: readonly {
    readonly Price: number;
    readonly Available: true;
    readonly Requirements: readonly Requirement[];
  }[];
}

export const INSTANCE_TYPE = 'node.kubernetes.io/instance-type';
export const CAPACITY_TYPE = 'karpenter.sh/capacity-type';
const ZONE = 'topology.kubernetes.io/zone';

export const oneOf = (key: string, values: readonly string[]): Requirement => ({ key, operator: 'In', values });

/**
 * The instance types of all pools, each once: Karpenter has one list, and a pool names those that are its own.
 * What is allocatable on a type is its size, so the provider's overhead is added.
 * @param machine architecture in Go's words. @default this machine's
 */
export function kwokInstanceTypes(pools: NodePools, machine: string = architecture().name): KwokInstanceType[] {
  const all = Object.values(pools).flatMap(({ instanceTypes, maxPods }) =>
    instanceTypes.map((type) => [type.name, kwokInstanceType(type, maxPods, machine)] as const),
  );
  return [...new Map(all).values()];
}

function kwokInstanceType({ name, cpu, memoryMiB, offerings }: InstanceType, maxPods: number, machine: string) {
  return {
    name,
    architecture: machine,
    operatingSystems: ['linux'] as const,
    resources: {
      cpu: `${Math.round(cpu * 1000) + OVERHEAD.milliCpu}m`,
      memory: `${memoryMiB + OVERHEAD.memoryMiB}Mi`,
      pods: String(maxPods),
    },
    offerings: offerings.map(({ price, capacity, zone }) => ({
      Price: price,
      Available: true as const,
      Requirements: [oneOf(CAPACITY_TYPE, [capacity]), oneOf(ZONE, [zone])],
    })),
  };
}
