import { maxNodesOf } from '../../../components/addons/karpenter/limits';
import { machineProblems, roomOf } from '../../../stacks/nodePoolsRules';
import { parseConfig } from '../../../stacks/schema';
import { configProblems as problems } from '../../fixtures/configProblems';
import { pools, written } from '../../fixtures/nodePools';

const { main } = written;
const [small] = main.instanceTypes;
const MIB = 2 ** 20;

describe('the key', () => {
  it('is empty where nothing is written, and has defaults where something is', () => {
    expect(parseConfig({}).nodePools).toEqual({});
    expect(parseConfig({ nodePools: { main } }).nodePools['main']).toMatchObject({
      maxPods: 110,
      limits: { nodes: 3 },
      disruption: { consolidationPolicy: 'WhenEmptyOrUnderutilized', consolidateAfter: '30s' },
      launch: { delay: 0 },
      images: {},
      failures: {},
      seed: 1,
    });
  });

  it.each([
    [{ 'too-long-a-name': main }, 'a name of at most 6 characters'],
    [{ main: { ...main, labels: { 'autoscaling-testbed/role': 'system' } } }, 'a prefix of your own'],
    [{ main: { ...main, labels: { 'topology.kubernetes.io/zone': 'a' } } }, 'a prefix of your own'],
    [{ main: { ...main, disruption: { consolidateAfter: '30 seconds' } } }, 'a duration such as 30s'],
    [{ main: { ...main, disruption: { budgets: [{ nodes: '1', schedule: '@daily' }] } } }, 'schedule and duration'],
    [{ main: { ...main, launch: { delay: { min: 40, max: 30 } } } }, 'seconds from 0 to 3600, { min, max }'],
    [{ main: { ...main, failures: { never: { share: 0.6 }, dies: { share: 0.6, after: 9 } } } }, 'add up to 1'],
    [
      { main: { instanceTypes: [{ ...small, offerings: [{ price: 1 }, { price: 2 }] }] } },
      'one offering for each zone and capacity',
    ],
  ])('refuses %j', (nodePools, message) => {
    expect(problems({ nodePools })).toContain(message);
  });

  it('is for the embedded cluster only, and says what EKS has', () => {
    const eks = { images: { sample: 'registry.example/sample:1' } };
    expect(problems({ cluster: 'eks', eks, nodePools: { main } })).toContain('eks.nodeScaling: karpenter');
    expect(problems({ cluster: 'kind', nodePools: { main } })).toContain('clusters that can: local');
  });
});

describe('what goes together', () => {
  it('is no static node only with pools', () => {
    expect(problems({ nodes: { count: 0 } })).toContain('nodes.count is 0: at least 1 without nodePools');
    expect(parseConfig({ nodes: { count: 0 }, nodePools: { main } }).nodes.count).toBe(0);
  });

  it('is types of one name that are equal', () => {
    const other = { instanceTypes: [{ ...small, cpu: 1 }] };
    expect(problems({ nodePools: { main, other } })).toContain('nodePools.other.instanceTypes[0].name is "small"');
    expect(problems({ nodePools: { main, other: { ...main, maxPods: 9 } } })).toContain('have to be equal');
    expect(Object.keys(parseConfig({ nodePools: { main, other: main } }).nodePools)).toHaveLength(2);
  });

  it('is limits that hold a node', () => {
    expect(problems({ nodePools: { main: { ...main, limits: { cpu: 0.4 } } } })).toContain('largest instance type');
  });

  it('is a pod that fits on a node of some kind, with its limit on each where it can come to be', () => {
    const large = { instanceTypes: [{ ...small, name: 'large', cpu: 2, memoryMiB: 4096 }] };
    const big = { cpuRequest: 1.8, cpuLimit: 1.8, memoryMiB: 512 };
    expect(problems({ nodePools: { main }, workload: big })).toContain('nodes.app (1.5 cores, 2048 MiB)');
    expect(parseConfig({ nodePools: { main, large }, workload: big }).workload.cpuRequest).toBe(1.8);
    const limited = { cpuRequest: 0.2, cpuLimit: 1, memoryMiB: 128 };
    expect(problems({ nodePools: { main }, workload: limited })).toContain(
      'workload.cpuLimit is 1: at most nodePools.main.instanceTypes[0].cpu (0.5 cores)',
    );
  });
});

describe('the machine', () => {
  const nodes = { count: 1, app: { cpu: 1, memoryMiB: 1000 }, system: { cpu: 1, memoryMiB: 1000 } };
  // 2,000 static, 3 x 512 and 2 x 2048 MiB, and 100 that the kubelets keep free.
  const needed = 2000 + 1536 + 4096 + 100;
  const on = (cores: number, memoryMiB: number, some = pools) =>
    machineProblems(some, nodes, { cores, memory: memoryMiB * MIB });

  it('bears the memory of all nodes that there can be, and the cores of each', () => {
    expect(on(2, needed)).toEqual([]);
    expect(on(2, needed - 1)).toMatchObject([{ path: 'nodePools', value: '7632 MiB with all nodes' }]);
    expect(on(1, needed)).toMatchObject([
      { path: 'nodePools.spot.instanceTypes[0]', allowed: expect.stringContaining('1 cores') as string },
    ]);
  });

  it('is not looked at where there are no pools', () => {
    expect(on(0.1, 1, {})).toEqual([]);
  });

  it('has addresses for 60 nodes of pools', () => {
    const many = { a: { ...pools['main']!, limits: { nodes: 40 } }, b: { ...pools['main']!, limits: { nodes: 21 } } };
    expect(on(2, 100_000, many)).toMatchObject([{ value: '61 nodes' }]);
  });
});

it('has room for as many nodes as the limits hold', () => {
  expect(roomOf(pools).map(({ cpu }) => cpu)).toEqual([0.5, 0.5, 0.5, 1.5, 1.5]);
  expect(roomOf(pools)).toHaveLength(maxNodesOf(pools['main']!) + maxNodesOf(pools['spot']!));
});
