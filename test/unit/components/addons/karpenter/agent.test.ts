import { agentOf } from '../../../../../components/addons/karpenter/agent';
import { nodePools } from '../../../../../components/addons/karpenter/settings';
import { agentSpec } from '../../../../../embedded/agent/settings';

const instanceTypes = [{ name: 'small', cpu: 0.5, memoryMiB: 512, offerings: [{ price: 0.05 }] }];

it('is none where there are no pools', () => expect(agentOf({})).toBeUndefined());

it('has the nodes of all pools at most, and lets each behave as its pool says', () => {
  const agent = agentOf(
    nodePools.parse({
      main: { instanceTypes, limits: { nodes: 2 } },
      spot: {
        instanceTypes,
        limits: { nodes: 4, cpu: 1.5 },
        launch: { delay: { min: 30, max: 40 } },
        images: { pullMBps: 20 },
        failures: { interrupted: { share: 0.5, after: 60 } },
        seed: 7,
      },
    }),
  );
  expect(agent).toEqual({
    maxNodes: 5,
    firstImages: ['testbed.local/sample', 'testbed.local/workload', 'testbed.local/istio-proxy'],
    pools: {
      main: { delay: 0, failures: {}, seed: 1 },
      spot: {
        delay: { min: 30, max: 40 },
        pullBytesPerSecond: 20e6,
        failures: { interrupted: { share: 0.5, after: 60, noticeSeconds: 120 } },
        seed: 7,
      },
    },
  });
  // As the cluster takes it.
  expect(agentSpec.parse(agent)).toEqual(agent);
});
