/** Karpenter and the node agent together on the real embedded cluster: pods find no room, nodes come for them, and go when nobody needs them. */
import { nodeClaimFacts, type NodeClaim } from '../../experiments/record/nodeClaims';
import type { Node, Pod } from '../../experiments/record/objects';
import { processesOf } from '../support/processes';
import { eventually, TestStack } from '../support/stack';

jest.setTimeout(600_000);

const NAME = 'test-node-pools';
const stack = new TestStack(NAME);
const TYPE = 'nodePools.main.instanceTypes[0]';
/** A node, static or of the pool, has room for one pod. */
const config = [
  'nodes.app.cpu=0.5',
  'nodes.app.memoryMiB=768',
  'workload.cpuRequest=0.3',
  'workload.cpuLimit=0.5',
  `${TYPE}.name=small`,
  `${TYPE}.cpu=0.5`,
  `${TYPE}.memoryMiB=768`,
  `${TYPE}.offerings[0].price=0.05`,
  'nodePools.main.limits.nodes=2',
  'nodePools.main.disruption.consolidateAfter=5s',
];
const scale = (replicas: number) => stack.choose('fixed', ...config, `settings.fixed.replicas=${replicas}`);
const items = async <T>(path: string): Promise<readonly T[]> =>
  (await stack.get<{ readonly items: readonly T[] }>(path))?.items ?? [];
const claims = () => items<NodeClaim>('/apis/karpenter.sh/v1/nodeclaims');
const pooled = async () =>
  (await items<Node>('/api/v1/nodes')).filter(({ metadata }) => metadata.labels?.['karpenter.sh/nodepool'] === 'main');

afterAll(async () => {
  await stack.end();
});

test('without need there is no node of the pool', async () => {
  await scale(1);
  expect(await stack.names('/apis/karpenter.sh/v1/nodepools')).toEqual(['main']);
  expect(await claims()).toEqual([]);
});

test('pods without room get a node each, and run on it', async () => {
  // It waits until all are available.
  await scale(3);
  const seen = (await claims()).map(nodeClaimFacts);
  expect(seen).toHaveLength(2);
  expect(seen.every(({ instanceType, ready }) => instanceType === 'small' && ready !== null)).toBe(true);
  const nodes = (await pooled()).map(({ metadata }) => metadata.name);
  expect([...nodes].sort()).toEqual(seen.map(({ node }) => node).sort());
  const pods = await items<Pod>('/api/v1/namespaces/testbed-app/pods');
  expect(pods.map(({ spec }) => spec.nodeName).sort()).toEqual(['app-1', ...nodes].sort());
});

/** SIGKILL, as a crash; its Deployment starts it again. */
function killKarpenter(): void {
  const pids = processesOf('karpenter', `/${NAME}/`);
  expect(pids).toHaveLength(1);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}
const someClaim = async (what: string, so: (claim: NodeClaim) => boolean): Promise<true> =>
  eventually(what, async () => ((await claims()).some(so) ? true : undefined));
const gone = async (): Promise<true> =>
  eventually(
    'the nodes of the pool are gone',
    async () => ((await pooled()).length + (await claims()).length === 0 ? true : undefined),
    240,
  );

test('nodes that nobody needs go, with their claims', async () => {
  await scale(1);
  await gone();
});

test('Karpenter is killed while nodes come, and while they go: there is what is wanted all the same', async () => {
  const scaled = scale(3);
  await someClaim('a node is claimed', () => true);
  killKarpenter();
  await scaled;
  expect(await claims()).toHaveLength(2);
  await scale(1);
  await someClaim('a node is to go', ({ metadata }) => metadata.deletionTimestamp !== undefined);
  killKarpenter();
  await gone();
});
