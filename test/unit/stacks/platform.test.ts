import { createPlatform } from '../../../stacks/platform';
import { made } from '../../support/charts';
import { scaler } from '../../support/chartValues';

const capabilities = { localImages: false, helm: true, provided: [], kubeletCertificates: true };
const platform = async (more: Parameters<typeof made>[1]) =>
  (await made(createPlatform, more))
    .filter(({ type }) => type.startsWith('testbed:addons:'))
    .map(({ type, name }) => `${type.replace('testbed:addons:', '')} ${name}`);

test('metrics-server comes the way that the cluster can have it, or not at all', async () => {
  expect(await platform({ capabilities })).toEqual(['MetricsServerChart metrics-server']);
  expect(await platform({ capabilities: { ...capabilities, helm: false } })).toEqual(['MetricsServer metrics-server']);
  expect(await platform({ capabilities: { ...capabilities, provided: ['metrics-server'] } })).toEqual([]);
});

test('a node scaler and a load balancer controller are there where the cluster has set up rights for them', async () => {
  expect(await platform({ capabilities, nodeScaler: scaler.clusterAutoscaler })).toEqual([
    'MetricsServerChart metrics-server',
    'ClusterAutoscaler node-scaler',
  ]);
  expect(await platform({ capabilities, nodeScaler: scaler.karpenter, loadBalancing: scaler.balancing })).toEqual([
    'MetricsServerChart metrics-server',
    'KarpenterChart node-scaler',
    'AwsLoadBalancerController load-balancing',
  ]);
});
