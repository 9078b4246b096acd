/** The agent with everything but the processes: an API server that is played, real files, and nodes that only seem to start. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { NodeAgent } from '../../../../embedded/agent/agent';
import type { AgentContext } from '../../../../embedded/agent/context';
import { readJournal } from '../../../../embedded/agent/journal';
import { launch } from '../../../../embedded/agent/launch';
import { writeClaimed } from '../../../../embedded/agent/local';
import type { Claim } from '../../../../embedded/agent/model';
import { agentSpec, type AgentSpec } from '../../../../embedded/agent/settings';
import { addressesOf } from '../../../../embedded/plan/addresses';
import type { Hierarchies } from '../../../../embedded/plan/cgroups';
import { nodeLayout, type Layout } from '../../../../embedded/plan/layout';
import { nodeServiceNames, serviceDir } from '../../../../embedded/plan/services';
import { removeNode, stopNode } from '../../../../embedded/start/node';
import { FakeCluster, until } from '../api/cluster';
import { layoutIn, parts, scratch } from '../scratch';
import { claim, gibibyte } from './made';

jest.mock('../../../../embedded/agent/launch');
jest.mock('../../../../embedded/start/node', () => ({
  ...jest.requireActual<object>('../../../../embedded/start/node'),
  removeNode: jest.fn(),
  stopNode: jest.fn(),
}));

let folder: ReturnType<typeof scratch>;
let layout: Layout;
let hierarchies: Hierarchies;
let cluster: FakeCluster;
let said: string[];
let agents: { readonly stop: AbortController; readonly done: Promise<void> }[];

const services = (index: number): string[] =>
  Object.values(nodeServiceNames(index)).map((name) => serviceDir(layout, name));

/** This process stands for all of a node's. */
function startProcesses(_: AgentContext, { index }: Claim): Promise<number> {
  for (const dir of services(index)) {
    mkdirSync(join(dir, 'supervise'), { recursive: true });
    writeFileSync(join(dir, 'supervise/pid'), String(process.pid));
  }
  return Promise.resolve(process.pid);
}
function stopProcesses(...[, , index]: Parameters<typeof stopNode>): Promise<void> {
  return end(index);
}
function end(index: number): Promise<void> {
  for (const dir of services(index)) rmSync(dir, { recursive: true, force: true });
  return Promise.resolve();
}
async function removeAll(...args: Parameters<typeof removeNode>): Promise<void> {
  await stopProcesses(...args);
  rmSync(nodeLayout(layout, args[2]).state, { recursive: true, force: true });
}

beforeEach(() => {
  folder = scratch();
  layout = layoutIn(folder.dir);
  hierarchies = { version: 2, mount: join(folder.dir, 'cg'), controllers: [] };
  cluster = new FakeCluster();
  said = [];
  agents = [];
  jest.mocked(launch).mockReset().mockImplementation(startProcesses);
  jest.mocked(stopNode).mockReset().mockImplementation(stopProcesses);
  jest.mocked(removeNode).mockReset().mockImplementation(removeAll);
});
afterEach(async () => {
  await kill();
  folder.remove();
});

function begin(spec: Partial<AgentSpec> = {}): void {
  const stop = new AbortController();
  const context = {
    layout,
    hierarchies,
    parts,
    addresses: addressesOf(70),
    machine: { cores: 4, memory: 16 * gibibyte },
    settings: agentSpec.parse({ maxNodes: 2, ...spec }),
    api: cluster.api,
    supervisor: () => 1,
  };
  agents.push({ stop, done: new NodeAgent(context, (message) => said.push(message)).run(stop.signal) });
}
async function kill(): Promise<void> {
  for (const { stop } of agents) stop.abort();
  await Promise.all(agents.splice(0).map(({ done }) => done));
}

const node = (name: string, more: { metadata?: object; spec?: object; status?: object } = {}) => ({
  metadata: {
    name,
    uid: `uid-${name}`,
    creationTimestamp: '2026-11-24T01:00:00Z',
    labels: { 'karpenter.sh/nodepool': 'spot', 'node.kubernetes.io/instance-type': 'small' },
    ...more.metadata,
  },
  spec: { providerID: `kwok://${name}`, ...more.spec },
  status: { allocatable: { cpu: '1', memory: '1Gi', pods: '20' }, ...more.status },
});
const ready = { nodeInfo: { kubeletVersion: 'v1' }, conditions: [{ type: 'Ready', status: 'True' }] };
const pod = (name: string, nodeName: string) => ({ metadata: { name, namespace: 'default' }, spec: { nodeName } });

const events = (name: string): string[] =>
  readJournal(layout)
    .filter((entry) => entry.node === name)
    .map(({ event }) => event);
const has = (name: string, event: string): Promise<void> => until(() => events(name).includes(event));

it('accompanies a node from its claim to its end, and writes it down', async () => {
  begin();
  cluster.put('nodes', node('a'));
  await has('a', 'launched');
  cluster.put('pods', pod('p', 'a'));
  cluster.put('nodes', node('a', { status: ready }));
  await has('a', 'ready');
  cluster.remove('pods', 'p');
  await has('a', 'empty');
  cluster.put('nodes', node('a', { status: ready, metadata: { deletionTimestamp: '2026-11-24T01:05:00Z' } }));
  await has('a', 'removed');
  cluster.remove('nodes', 'a');
  await has('a', 'gone');
  expect(events('a')).toEqual([
    'claimed',
    'launched',
    'registered',
    'ready',
    'occupied',
    'empty',
    'deleting',
    'removed',
    'gone',
  ]);
  expect(readJournal(layout)[0]).toMatchObject({
    pool: 'spot',
    instanceType: 'small',
    created: '2026-11-24T01:00:00Z',
    cpu: 1,
    memory: gibibyte,
    launch: 1,
    seconds: 0,
    fate: { kind: 'lives' },
  });
  expect(jest.mocked(launch).mock.calls).toHaveLength(1);
  expect(said).toEqual([]);
});

it('does nothing before it knows Nodes and pods', async () => {
  writeClaimed(layout, claim(61, 'a'));
  cluster.failure = new Error('not yet');
  cluster.put('nodes', node('a'));
  begin();
  // Half a second after the first list has failed.
  await has('a', 'launched');
  expect(said).toEqual(['not yet']);
  expect(jest.mocked(removeNode)).not.toHaveBeenCalled();
});

it('goes on after it was killed: what runs is seen to, what is half there goes, what has no machine gets one', async () => {
  writeClaimed(layout, claim(61, 'runs', { uid: 'uid-runs' }));
  await startProcesses({} as AgentContext, claim(61, 'runs'));
  writeClaimed(layout, claim(62, 'orphan'));
  mkdirSync(nodeLayout(layout, 63).state, { recursive: true });
  cluster.put('nodes', node('runs'));
  cluster.put('nodes', node('new'));
  begin();
  await has('new', 'launched');
  await until(() => jest.mocked(launch).mock.calls.length === 2);
  expect(
    jest
      .mocked(launch)
      .mock.calls.map(([, { name }]) => name)
      .sort(),
  ).toEqual(['new', 'runs']);
  expect(
    jest
      .mocked(removeNode)
      .mock.calls.map(([, , index]) => index)
      .sort(),
  ).toEqual([62, 63]);
  // It was killed before it had written down the claim.
  expect(readJournal(layout).find(({ node: of }) => of === 'runs')).toMatchObject({
    time: '1970-01-01T00:00:00.000Z',
    event: 'claimed',
  });
});

it('writes nothing twice for having been started anew', async () => {
  cluster.put('nodes', node('a', { status: ready }));
  begin();
  await has('a', 'launched');
  await kill();
  const before = events('a');
  begin();
  await until(() => jest.mocked(launch).mock.calls.length === 2);
  cluster.put('pods', pod('p', 'a'));
  await has('a', 'occupied');
  expect(events('a')).toEqual([...before, 'occupied']);
});

it('lets a node wait for which there is no room, says so once, and takes it in when there is', async () => {
  begin({ maxNodes: 1 });
  cluster.put('nodes', node('a'));
  await has('a', 'launched');
  cluster.put('nodes', node('b', { metadata: { uid: 'uid-b', creationTimestamp: '2026-11-24T01:00:01Z' } }));
  await has('b', 'waiting');
  cluster.remove('nodes', 'a');
  await has('b', 'launched');
  expect(events('b')).toEqual(['waiting', 'claimed', 'launched']);
});

it('tries a launch again that failed, and says why it did', async () => {
  jest.mocked(launch).mockRejectedValueOnce(new Error('no room'));
  begin();
  cluster.put('nodes', node('a'));
  await until(() => jest.mocked(launch).mock.calls.length === 2);
  expect(said).toEqual(['node a: launch: no room']);
  expect(readJournal(layout).find(({ event }) => event === 'failed')).toMatchObject({
    job: 'launch',
    error: 'no room',
  });
});

it('starts a node again whose processes are gone, or whose supervisor is another one', async () => {
  begin();
  cluster.put('nodes', node('a'));
  await has('a', 'launched');
  await end(61);
  cluster.put('nodes', node('a', { status: ready }));
  await until(() => jest.mocked(launch).mock.calls.length === 2);
  // Process 1 always runs.
  const pid = join(serviceDir(layout, nodeServiceNames(61).supervisor), 'supervise/pid');
  mkdirSync(dirname(pid), { recursive: true });
  await has('a', 'ready');
  writeFileSync(pid, '1');
  cluster.put('pods', pod('p', 'a'));
  await until(() => jest.mocked(launch).mock.calls.length === 3);
});

it('has a machine die, and deletes its Node when it is not Ready any more', async () => {
  begin({ pools: { spot: { failures: { dies: { share: 1, after: 0.5 } } } } });
  cluster.put('nodes', node('a', { status: ready }));
  await has('a', 'died');
  expect(cluster.calls).not.toContain('delete /api/v1/nodes/a');
  cluster.put('nodes', node('a', { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }));
  await has('a', 'gone');
  expect(cluster.calls).toContain('delete /api/v1/nodes/a');
});

it('announces an interruption before the Node is deleted', async () => {
  begin({ pools: { spot: { failures: { interrupted: { share: 1, after: 0.05 } } } } });
  cluster.put('nodes', node('a', { status: ready }));
  await has('a', 'removed');
  expect(cluster.calls.filter((call) => !/^(list|watch)/.test(call))).toEqual([
    'patch /api/v1/nodes/a',
    'apply Event',
    'delete /api/v1/nodes/a',
  ]);
  expect(events('a')).toContain('interrupted');
});
