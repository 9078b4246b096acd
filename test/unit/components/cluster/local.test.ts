import { nodes } from '../../../../components/cluster/local';
import { appPlacement, rolePlacement } from '../../../../components/cluster/roles';

describe('nodes of the embedded cluster', () => {
  it('gives the application nodes of its own, and the load generator a tainted one', () => {
    const plan = nodes({
      appNodes: 2,
      appNode: { cpu: 1.5, memoryMiB: 2048 },
      systemNode: { cpu: 1, memoryMiB: 1024 },
    });
    expect(plan.map(({ name, cpu, memory }) => ({ name, cpu, memory }))).toEqual([
      { name: 'app-1', cpu: 1.5, memory: 2147483648 },
      { name: 'app-2', cpu: 1.5, memory: 2147483648 },
      { name: 'system', cpu: 1, memory: 1073741824 },
    ]);
    expect(plan[0]?.taints).toBeUndefined();
    expect(plan[2]?.taints).toEqual([{ key: 'autoscaling-testbed/role', value: 'system', effect: 'NoSchedule' }]);
  });

  it('keeps its one node open to the DNS of the cluster where the application has none yet', () => {
    const size = { cpu: 1, memoryMiB: 1024 };
    const plan = nodes({ appNodes: 0, appNode: size, systemNode: size });
    expect(plan.map(({ name, taints }) => [name, taints?.[0]?.effect])).toEqual([['system', 'PreferNoSchedule']]);
  });
});

it('lets the pods of the application on nodes with taints of pools, each toleration once', () => {
  const taint = { key: 'spot', value: 'true', effect: 'NoSchedule' };
  expect(appPlacement([taint, { ...taint, value: 'other' }])).toEqual({
    nodeSelector: { 'autoscaling-testbed/role': 'app' },
    tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoSchedule' }],
  });
  expect(appPlacement([])).toEqual(rolePlacement.app);
});
