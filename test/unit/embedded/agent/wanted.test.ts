import { nodeObjects, wantedOf } from '../../../../embedded/agent/wanted';

const node = (name: string, more: { spec?: object; status?: object; metadata?: object } = {}): object => ({
  metadata: { name, uid: `uid-${name}`, creationTimestamp: '2026-11-24T01:00:00Z', ...more.metadata },
  spec: { providerID: `kwok://${name}`, ...more.spec },
  status: { allocatable: { cpu: '1500m', memory: '1Gi', pods: '30' }, ...more.status },
});
const pod = (nodeName: string | undefined, phase: string, owner?: string): object => ({
  metadata: { ...(owner ? { ownerReferences: [{ kind: owner }] } : {}) },
  spec: { ...(nodeName ? { nodeName } : {}) },
  status: { phase },
});
const read = (nodes: readonly object[], pods: readonly object[] = []) => wantedOf(nodeObjects(nodes).values(), pods);

it('takes the Nodes of the kwok provider, and no others', () => {
  const others = [{ providerID: undefined }, { providerID: 'aws:///i-1' }].map((spec, at) =>
    node(`other-${at}`, { spec }),
  );
  expect(read([...others, node('a')]).map(({ name }) => name)).toEqual(['a']);
});

it('reads what Karpenter has made', () => {
  expect(read([node('a', { metadata: { labels: { 'karpenter.sh/nodepool': 'spot' } } })])).toEqual([
    {
      name: 'a',
      uid: 'uid-a',
      providerId: 'kwok://a',
      pool: 'spot',
      created: Date.parse('2026-11-24T01:00:00Z'),
      deleting: false,
      registered: false,
      ready: false,
      noticed: false,
      pods: 0,
      size: { cpu: 1.5, memory: 1024 ** 3, maxPods: 30 },
    },
  ]);
});

it('reads what has become of it', () => {
  const [a] = read([
    node('a', {
      metadata: { deletionTimestamp: '2026-11-24T01:01:00Z' },
      spec: { taints: [{ key: 'autoscaling-testbed/interrupted', effect: 'NoSchedule' }] },
      status: { nodeInfo: { kubeletVersion: 'v1.36.3' }, conditions: [{ type: 'Ready', status: 'True' }] },
    }),
  ]);
  expect(a).toMatchObject({ deleting: true, registered: true, ready: true, noticed: true, pool: '' });
  const [unknown] = read([node('a', { status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } })]);
  expect(unknown).toMatchObject({ ready: false });
});

it('has no size where it says none', () => {
  expect(read([node('a', { status: { allocatable: { cpu: '1' } } })])).toMatchObject([{ size: undefined }]);
  expect(read([node('a', { status: { allocatable: undefined } })])).toMatchObject([{ size: undefined }]);
});

it('counts the pods that have to leave', () => {
  const pods = [
    pod('a', 'Running'),
    pod('a', 'Pending', 'ReplicaSet'),
    pod('a', 'Running', 'DaemonSet'),
    pod('a', 'Running', 'Node'),
    pod('a', 'Succeeded', 'Job'),
    pod('a', 'Failed'),
    pod('b', 'Running'),
    pod(undefined, 'Pending'),
  ];
  expect(read([node('a'), node('c')], pods).map((each) => each.pods)).toEqual([2, 0]);
});
