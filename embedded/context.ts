import { dirname } from 'node:path';

import { stateDir } from '../toolchain/paths';
import { addressesOf, type Addresses } from './plan/addresses';
import { groupDirs, type Group, type Hierarchies } from './plan/cgroups';
import { controlGroup, layoutOf, nodeLayout, root, type Layout } from './plan/layout';
import { evictionReserve, type Machine } from './plan/size';
import type { NodeContext } from './plan/nodeFiles';
import { apiPort, controlPlane, nodeAgent, nodeServices, type Service } from './plan/services';
import type { ClusterRecord, NodeRecord } from './record';
import type { ClusterParts } from './types';

/** Layout of the cluster `name` of this user. */
export const layoutFor = (name: string): Layout => layoutOf(name, stateDir(name));

export const endpointOf = (addresses: Addresses): string => `https://${addresses.gateway}:${apiPort}`;

/** All that follows from a cluster's record, the machine and the parts. */
export interface Plan {
  readonly layout: Layout;
  readonly record: ClusterRecord;
  readonly addresses: Addresses;
  readonly control: readonly Service[];
  readonly nodes: readonly { readonly node: NodeRecord; readonly services: readonly Service[] }[];
  readonly groups: readonly Group[];
}

export function planOf(
  layout: Layout,
  record: ClusterRecord,
  parts: ClusterParts,
  machine: Machine,
  hierarchies: Hierarchies,
): Plan {
  const addresses = addressesOf(record.block);
  const place = { layout, addresses, parts, machine, hierarchies };
  const agent = record.agent ? [nodeAgent(layout, record.block, record.agent, parts, helperPath(parts))] : [];
  return {
    layout,
    record,
    addresses,
    control: [...controlPlane(layout, addresses, parts), ...agent],
    nodes: record.nodes.map((node) => ({ node, services: servicesOfNode(place, node) })),
    groups: groupsOf(layout, record.nodes),
  };
}

/** What a node's services follow from, besides the node. */
export interface Place {
  readonly layout: Layout;
  readonly addresses: Addresses;
  readonly parts: ClusterParts;
  readonly machine: Machine;
  readonly hierarchies: Hierarchies;
}

/** PATH of what calls helpers of the toolchain. */
function helperPath({ tools }: ClusterParts): string {
  const helpers = [tools.nft, tools['containerd-shim-runc-v2'], tools.runc, tools.ip].map((path) => dirname(path));
  return [...new Set([...helpers, '/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'])].join(
    ':',
  );
}

/** What runs one node. `claim`: of a node whose Node object is somebody else's. */
export function servicesOfNode(place: Place, node: NodeRecord, claim?: NodeContext['claim']): Service[] {
  const { layout, addresses, parts, machine, hierarchies } = place;
  const { tools, cniPluginsDir, images } = parts;
  const [groupDir = ''] = groupDirs(hierarchies, nodeLayout(layout, node.index).group);
  const context = { layout, node, addresses, machine, pauseImage: images.pause.ref, cniPluginsDir };
  return nodeServices({ ...context, ...(claim ? { claim } : {}) }, tools, groupDir, helperPath(parts));
}

/** The cluster's control groups: the control plane's weight is above the nodes', so that load does not starve it. */
function groupsOf(layout: Layout, nodes: readonly NodeRecord[]): Group[] {
  return [
    { path: root, inner: true },
    { path: layout.group, inner: true },
    { path: controlGroup(layout), inner: false, shares: 4096 },
    ...nodes.flatMap((node) => groupsOfNode(layout, node)),
  ];
}

/** The control groups of one node. */
export function groupsOfNode(layout: Layout, { index, cpu, memory }: NodeRecord): Group[] {
  const { group, systemGroup, podsGroup } = nodeLayout(layout, index);
  return [
    { path: group, inner: true, shares: 1024 + Math.round(cpu * 1024) },
    { path: systemGroup, inner: false, shares: 1024 },
    // Pods are evicted when they reach the node's memory, and only killed beyond the reserve.
    {
      path: podsGroup,
      inner: true,
      shares: Math.max(2, Math.round(cpu * 1024)),
      cpu,
      memory: memory + evictionReserve,
    },
  ];
}
