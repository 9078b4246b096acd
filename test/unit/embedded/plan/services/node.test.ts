import { execFileSync } from 'node:child_process';
import { nodeServiceNames, nodeServices } from '../../../../../embedded/plan/services';
import type { NodeRecord } from '../../../../../embedded/record';
import { parts, record } from '../../scratch';
import { context, flagsOf, ofNode } from './demo';

describe("a node's services", () => {
  it('are its supervisor, and what that one runs with its own helpers', () => {
    expect(ofNode.map(({ name, dir, env }) => [name, dir, env?.['PATH']])).toEqual([
      ['n3', '/demo/state/service/n3', undefined],
      ['n3-containerd', '/demo/state/nodes/n3/service/containerd', '/tools:/bin'],
      ['n3-kubelet', '/demo/state/nodes/n3/service/kubelet', '/tools:/bin'],
      ['n3-kube-proxy', '/demo/state/nodes/n3/service/kube-proxy', '/tools:/bin'],
    ]);
    expect(ofNode.map(({ name }) => name)).toEqual(Object.values(nodeServiceNames(3)));
  });

  it("are beside the pods' group, so that pods get all of it", () => {
    expect(new Set(ofNode.map(({ group }) => group))).toEqual(new Set(['autoscaling-testbed/demo/n3/system']));
  });

  it('register the node with its name, address and labels', () => {
    expect(flagsOf(ofNode, 'n3-kubelet')).toMatchObject({
      'hostname-override': 'load',
      'node-ip': '10.70.0.13',
      kubeconfig: '/demo/state/config/n3-kubelet.kubeconfig',
      'node-labels': 'testbed/role=load,testbed/zone=a',
    });
    const [app] = record.nodes as [NodeRecord];
    expect(flagsOf(nodeServices({ ...context, node: app }, parts.tools, '/cg', ''), 'n1-kubelet')).not.toHaveProperty(
      'node-labels',
    );
  });

  it('see folders of the node as /run, /var/lib and /var/log', () => {
    const [supervisor] = ofNode;
    expect(supervisor?.command.slice(0, -1)).toEqual('unshare --mount --net --propagation slave sh -c'.split(' '));
    expect(supervisor?.command.at(-1)?.split(' && ')).toEqual([
      'mount --bind /demo/state/nodes/n3/lib /var/lib',
      'mount --bind /demo/state/nodes/n3/log /var/log',
      'mount --bind /demo/run/n3 /run',
      'exec /tools/runsvdir -P /demo/state/nodes/n3/service',
    ]);
  });

  it('start with what is left of earlier ones ended', () => {
    const [line = ''] = ofNode[0]?.before ?? [];
    expect(line).toContain('find /cg/autoscaling-testbed/demo/n3 -name cgroup.procs');
    expect(() => execFileSync('sh', ['-n', '-c', line])).not.toThrow();
  });
});
