import { existsSync } from 'node:fs';

import { connect } from './api/client';
import { nodeReadiness } from './api/nodes';
import { endpointOf, layoutFor } from './context';
import { addressesOf } from './plan/addresses';
import { files, type Layout } from './plan/layout';
import { agentName, controlPlaneNames, nodeServiceNames } from './plan/services';
import { readRecord, type ClusterRecord } from './record';
import { leftovers } from './remove';
import { validateName } from './spec';
import { hierarchies } from './system/machine';
import { isRunning } from './system/services';
import { supervisorPid } from './system/supervisor';
import type { ClusterStatus } from './types';

/** What is not as it should be of a started cluster; empty when it runs. */
export async function problemsOf(layout: Layout, record: ClusterRecord): Promise<string[]> {
  const addresses = addressesOf(record.block);
  if (supervisorPid(layout) === undefined) return ['the supervisor does not run'];
  const services = [
    ...controlPlaneNames,
    // Its nodes come and go, and it mends them itself.
    ...(record.agent ? [agentName] : []),
    ...record.nodes.flatMap(({ index }) => Object.values(nodeServiceNames(index))),
  ];
  const dead = services.filter((name) => !isRunning(layout, name)).map((name) => `${name} does not run`);
  const link = existsSync(`/sys/class/net/${addresses.link}`) ? [] : [`the link ${addresses.link} is gone`];
  if (dead.length + link.length > 0) return [...dead, ...link];
  const api = connect(endpointOf(addresses), files.pki(layout));
  try {
    const [, nodes] = await Promise.all([api.ready(), nodeReadiness(api)]);
    const missing = record.nodes.filter(({ name }) => nodes.get(name) !== true);
    const removed = record.removed.filter((name) => nodes.has(name));
    return [
      ...missing.map(({ name }) => `node ${name} is ${nodes.has(name) ? 'not Ready' : 'not registered'}`),
      ...removed.map((name) => `node ${name} is still registered`),
    ];
  } catch (error) {
    return [`the API server does not answer: ${(error as Error).message}`];
  } finally {
    api.close();
  }
}

/** Whether a cluster is there and well. */
export async function status(name: string): Promise<ClusterStatus> {
  validateName(name);
  const layout = layoutFor(name);
  const record = readRecord(layout);
  if (record?.phase === 'started') {
    const problems = await problemsOf(layout, record);
    return { state: problems.length === 0 ? 'running' : 'broken', problems };
  }
  if (!leftovers(layout, hierarchies())) return { state: 'absent', problems: [] };
  const problem = record ? 'its first start was interrupted' : 'its record is gone or damaged';
  return { state: 'broken', problems: [problem] };
}
