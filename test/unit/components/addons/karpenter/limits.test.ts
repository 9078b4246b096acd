import { maxMemoryOf, maxNodesOf } from '../../../../../components/addons/karpenter/limits';
import { pools } from '../../../../fixtures/nodePools';

const small = pools['main']!;
const [type] = small.instanceTypes;

it('is what the limits hold of the largest type', () => {
  expect(maxNodesOf(small)).toBe(3);
  // 4 cores hold two of 1.5.
  expect(maxNodesOf(pools['spot']!)).toBe(2);
  expect(maxMemoryOf(pools['spot']!)).toBe(4096);
  // 1200 MiB hold two of 512.
  expect(maxNodesOf({ ...small, limits: { nodes: 9, memoryMiB: 1200 } })).toBe(2);
});

it('is not one short where a share of a core is not exact', () => {
  // 0.3 / 0.1 is 2.9999999999999996.
  expect(maxNodesOf({ instanceTypes: [{ ...type!, cpu: 0.1 }], limits: { nodes: 9, cpu: 0.3 } })).toBe(3);
});
