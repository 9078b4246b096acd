import { controlGroup, files, kubeconfigFile, layoutOf, nodeLayout } from '../../../../embedded/plan/layout';

const layout = layoutOf('demo', '/home/me/state/demo');

describe('layout of a cluster', () => {
  it("keeps what outlives a reboot in the stack's folder, and sockets in a short one", () => {
    expect(layout).toEqual({
      name: 'demo',
      state: '/home/me/state/demo/cluster',
      run: '/run/autoscaling-testbed/demo',
      group: 'autoscaling-testbed/demo',
    });
    expect(files.record(layout)).toBe('/home/me/state/demo/cluster/cluster.json');
    expect(files.claim(layout)).toBe('/run/autoscaling-testbed/demo/claim.json');
    expect(kubeconfigFile(layout, 'n1-kubelet')).toBe('/home/me/state/demo/cluster/config/n1-kubelet.kubeconfig');
  });

  it('gives each node folders and groups of its own, the pods beside what runs them', () => {
    const node = nodeLayout(layout, 2);
    expect(node).toMatchObject({
      lib: '/home/me/state/demo/cluster/nodes/n2/lib',
      services: '/home/me/state/demo/cluster/nodes/n2/service',
      run: '/run/autoscaling-testbed/demo/n2',
      group: 'autoscaling-testbed/demo/n2',
      systemGroup: 'autoscaling-testbed/demo/n2/system',
      podsGroup: 'autoscaling-testbed/demo/n2/pods',
    });
    expect(controlGroup(layout)).toBe('autoscaling-testbed/demo/control');
  });

  it('has room for the longest name in the path of a socket (107 characters, unix(7))', () => {
    expect(nodeLayout(layoutOf('x'.repeat(50), '/s'), 120).socket.length).toBeLessThanOrEqual(107);
  });
});
