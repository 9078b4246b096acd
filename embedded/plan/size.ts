import type { NodeSpec } from '../types';

/** Memory that the kubelet keeps free by evicting pods before the kernel kills one, in bytes. */
export const evictionReserve = 100 * 1024 ** 2;

export interface Machine {
  readonly cores: number;
  /** In bytes. */
  readonly memory: number;
}

/**
 * What the kubelet must set aside for its allocatable to be the node's size: every kubelet of this machine reports all of it.
 * Memory in KiB, rounded up: /proc/meminfo counts in them.
 */
export function systemReserved(node: NodeSpec, machine: Machine): { cpu: string; memory: string } {
  return {
    cpu: `${Math.round((machine.cores - node.cpu) * 1000)}m`,
    memory: `${Math.ceil((machine.memory - node.memory - evictionReserve) / 1024)}Ki`,
  };
}

/** Why a node of this size cannot be had on this machine; undefined when it can. */
export function tooLarge(node: NodeSpec, machine: Machine): string | undefined {
  if (node.cpu > machine.cores)
    return `node "${node.name}": cpu ${node.cpu} is more than this machine's ${machine.cores} cores`;
  const most = machine.memory - evictionReserve;
  if (node.memory > most) {
    return `node "${node.name}": memory ${node.memory} is more than the ${most} bytes that this machine can give`;
  }
  return undefined;
}
