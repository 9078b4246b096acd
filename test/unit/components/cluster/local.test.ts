import { nodes } from '../../../../components/cluster/local';

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
});
