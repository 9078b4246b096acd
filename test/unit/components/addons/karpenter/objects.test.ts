import { nodeClass, nodePoolObjects } from '../../../../../components/addons/karpenter/objects';
import { pools } from '../../../../fixtures/nodePools';

const nodeClassRef = { group: 'karpenter.kwok.sh', kind: 'KWOKNodeClass', name: 'testbed' };
const [main, spot] = nodePoolObjects(pools);

it('makes of a plain pool a NodePool whose nodes the application finds, bounded by its number of pods', () => {
  expect(main).toMatchObject({ apiVersion: 'karpenter.sh/v1', kind: 'NodePool', metadata: { name: 'main' } });
  expect(main?.['spec']).toEqual({
    template: {
      metadata: { labels: { 'autoscaling-testbed/role': 'app' } },
      spec: {
        nodeClassRef,
        requirements: [
          { key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['small'] },
          { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand'] },
        ],
        expireAfter: '720h',
      },
    },
    disruption: { consolidationPolicy: 'WhenEmptyOrUnderutilized', consolidateAfter: '30s' },
    // 3 x 110.
    limits: { nodes: '3', pods: '330' },
  });
});

it('hands all of a pool on', () => {
  expect(spot?.['spec']).toEqual({
    template: {
      metadata: { labels: { 'autoscaling-testbed/role': 'app', 'example.com/team': 'a' } },
      spec: {
        nodeClassRef,
        requirements: [
          { key: 'node.kubernetes.io/instance-type', operator: 'In', values: ['large.spot'] },
          { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['on-demand', 'spot'] },
        ],
        taints: [{ key: 'spot', value: 'true', effect: 'NoSchedule' }],
        expireAfter: 'Never',
        terminationGracePeriod: '30s',
      },
    },
    disruption: {
      consolidationPolicy: 'WhenEmpty',
      consolidateAfter: '1m',
      budgets: [{ nodes: '1', reasons: ['Empty'] }],
    },
    // Two of 1.5 cores in 4 cores, 20 pods each.
    limits: { nodes: '2', pods: '40' },
    weight: 10,
  });
});

it('names the class that the pools refer to', () => {
  expect(nodeClass).toMatchObject({
    apiVersion: 'karpenter.kwok.sh/v1alpha1',
    kind: nodeClassRef.kind,
    metadata: { name: nodeClassRef.name },
  });
});
