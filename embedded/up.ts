import { isDeepStrictEqual } from 'node:util';

import { checkOwner, chooseBlock, writeClaim } from './claims';
import { layoutFor, planOf } from './context';
import { infoOf } from './info';
import { withSpec } from './nodes';
import { toolchainParts } from './parts';
import type { Hierarchies } from './plan/cgroups';
import type { Layout } from './plan/layout';
import { readRecord, writeRecord, type ClusterRecord } from './record';
import { leftovers, machineLock, removeAll } from './remove';
import { validate } from './spec';
import { bring } from './start';
import { problemsOf } from './status';
import { processesIn } from './system/cgroups';
import { withLock } from './system/lock';
import { hierarchies, machine } from './system/machine';
import { upToDate } from './system/services';
import type { ClusterInfo, ClusterParts, ClusterSpec, UpOptions } from './types';

/** Gives a new cluster its addresses, and remembers it: from here on `down` finds it. */
function begin(layout: Layout, spec: ClusterSpec, ip: string, options: UpOptions): Promise<ClusterRecord> {
  return withLock(machineLock, options, async () => {
    const block = await chooseBlock(ip);
    const empty = {
      version: 1,
      name: spec.name,
      block,
      phase: 'starting',
      nodes: [],
      removed: [],
      images: [],
    } as const;
    const record = withSpec({ ...empty, nodes: [], removed: [], images: [] }, spec);
    writeRecord(layout, record);
    writeClaim(layout, block);
    return record;
  });
}

async function create(
  layout: Layout,
  spec: ClusterSpec,
  parts: ClusterParts,
  groups: Hierarchies,
  options: UpOptions,
): Promise<ClusterRecord> {
  const { ip } = parts.tools;
  if (leftovers(layout, groups)) {
    options.report(`cluster ${spec.name}: removing what an interrupted start left`);
    await removeAll(layout, groups, ip);
  }
  try {
    const record = await bring(layout, await begin(layout, spec, ip, options), parts, groups, options);
    const started = { ...record, phase: 'started' } as const;
    writeRecord(layout, started);
    return started;
  } catch (error) {
    await removeAll(layout, groups, ip);
    throw error;
  }
}

async function mend(
  layout: Layout,
  known: ClusterRecord,
  spec: ClusterSpec,
  parts: ClusterParts,
  groups: Hierarchies,
  options: UpOptions,
): Promise<ClusterRecord> {
  const record = withSpec(known, spec);
  const { control, nodes } = planOf(layout, record, parts, machine(), groups);
  const services = [...control, ...nodes.flatMap((node) => node.services)];
  if (isDeepStrictEqual(record, known) && upToDate(services, groups)) {
    const problems = await problemsOf(layout, record);
    if (problems.length === 0) return record;
    options.report(`cluster ${spec.name}: ${problems.join(', ')}; mending it`);
  } else {
    writeRecord(layout, record);
  }
  return bring(layout, record, parts, groups, options);
}

/**
 * Brings a cluster to what `spec` says: makes it, changes its nodes, mends it, or does nothing when all is as it should be. When it
 * returns, the API server is ready, every node is Ready and the cluster's DNS answers. A first start that fails or is aborted
 * leaves nothing; a cluster that was there before stays, with its data and its kubeconfig.
 */
export async function up(spec: ClusterSpec, options: UpOptions): Promise<ClusterInfo> {
  const total = machine();
  validate(spec, total);
  const sum = spec.nodes.reduce((cores, { cpu }) => cores + cpu, 0);
  if (sum > total.cores)
    options.report(
      `the nodes have ${sum} cores together, this machine has ${total.cores}: under load they slow each other down`,
    );
  const parts = options.parts ?? (await toolchainParts(options));
  return withLock(`cluster/${spec.name}`, options, async () => {
    const layout = layoutFor(spec.name);
    const groups = hierarchies();
    checkOwner(layout, processesIn(groups, layout.group).length > 0);
    const known = readRecord(layout);
    const record =
      known?.phase === 'started'
        ? await mend(layout, known, spec, parts, groups, options)
        : await create(layout, spec, parts, groups, options);
    return infoOf(layout, record);
  });
}
