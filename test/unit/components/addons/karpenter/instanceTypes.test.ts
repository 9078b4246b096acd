import { kwokInstanceTypes } from '../../../../../components/addons/karpenter/instanceTypes';
import { pools } from '../../../../fixtures/nodePools';

const requirements = (capacity: string, zone: string) => [
  { key: 'karpenter.sh/capacity-type', operator: 'In', values: [capacity] },
  { key: 'topology.kubernetes.io/zone', operator: 'In', values: [zone] },
];

// By kwok/cloudprovider/helpers.go: newInstanceType takes 100m and 10Mi off, so that 500m and 512Mi are left; setDefaultOptions wants "pods".
it('writes the types as the provider reads them, so that what is left of each is its size', () => {
  expect(kwokInstanceTypes(pools, 'amd64')).toEqual([
    {
      name: 'small',
      architecture: 'amd64',
      operatingSystems: ['linux'],
      resources: { cpu: '600m', memory: '522Mi', pods: '110' },
      offerings: [{ Price: 0.05, Available: true, Requirements: requirements('on-demand', 'local') }],
    },
    {
      name: 'large.spot',
      architecture: 'amd64',
      operatingSystems: ['linux'],
      resources: { cpu: '1600m', memory: '2058Mi', pods: '20' },
      offerings: [
        { Price: 0.04, Available: true, Requirements: requirements('spot', 'a') },
        { Price: 0.12, Available: true, Requirements: requirements('on-demand', 'b') },
      ],
    },
  ]);
});

it('lists a type of two pools once', () => {
  expect(kwokInstanceTypes({ a: pools['main']!, b: pools['main']! }, 'amd64')).toHaveLength(1);
});
