import { validate, validateName } from '../../../embedded/spec';
import type { ClusterSpec, NodeSpec, Taint } from '../../../embedded/types';

const mebibyte = 1024 ** 2;
const machine = { cores: 4, memory: 8192 * mebibyte };
const node: NodeSpec = { name: 'app-1', cpu: 1.5, memory: 2048 * mebibyte };

/** What is wrong with a cluster of these nodes. */
function problems(nodes: readonly NodeSpec[], name = 'demo'): string {
  try {
    validate({ name, nodes }, machine);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('validate', () => {
  it('takes nodes that the machine has room for, also more than it has cores together', () => {
    const nodes = ['a', 'b', 'c'].map((name) => ({ ...node, name }));
    expect(problems(nodes)).toBe('');
    expect(problems([{ ...node, cpu: 4, memory: 8092 * mebibyte }])).toBe('');
  });

  it('names field and value of every problem at once', () => {
    const message = problems([
      { ...node, name: 'App_1', cpu: 0 },
      { ...node, memory: 1.5 },
    ]);
    expect(message.split('\n')).toEqual(
      expect.arrayContaining([
        'cluster "demo" cannot be made:',
        '  nodes.0.name "App_1": must be a DNS label: a-z, 0-9 and "-"',
        '  nodes.0.cpu 0: must be at least 0.1 cores',
        '  nodes.1.memory 1.5: must be a whole number of bytes',
      ]),
    );
  });

  it.each<[string, readonly NodeSpec[]]>([
    ['must name at least one node', []],
    ['must name at most 120 nodes', Array.from({ length: 121 }, (_, i) => ({ ...node, name: `n${i}` }))],
    ['must not name a node twice', [node, node]],
    ['must have at most 40 characters', [{ ...node, name: 'a'.repeat(41) }]],
    ['must be at least 64 MiB', [{ ...node, memory: 64 * mebibyte - 1 }]],
    ["cpu 5 is more than this machine's 4 cores", [{ ...node, cpu: 5 }]],
    ['memory 8589934592 is more than', [{ ...node, memory: 8192 * mebibyte }]],
  ])('says "%s"', (message, nodes) => {
    expect(problems(nodes)).toContain(message);
  });

  it("wants a node on which the cluster's DNS can run", () => {
    const tainted = (effect: Taint['effect']): NodeSpec => ({ ...node, taints: [{ key: 'role', effect }] });
    expect(problems([tainted('NoSchedule')])).toContain('must have a node without NoSchedule and NoExecute taints');
    expect(problems([tainted('NoExecute')])).toContain('must have a node without');
    expect(problems([tainted('PreferNoSchedule')])).toBe('');
    expect(problems([tainted('NoSchedule'), { ...node, name: 'app-2' }])).toBe('');
  });

  // Kubernetes: the admission plugin NodeRestriction, and the kubelet's check of --node-labels.
  it.each([
    ['testbed/role', true],
    ['role', true],
    ['topology.kubernetes.io/zone', true],
    ['node.kubernetes.io/anything', true],
    ['kubernetes.io/hostname', true],
    ['node-role.kubernetes.io/worker', false],
    ['node-restriction.kubernetes.io/a', false],
    ['kubernetes.io/role', false],
    ['k8s.io/a', false],
    ['mykubernetes.io/a', true],
  ])('a label %s: %s', (key, allowed) => {
    const message = problems([{ ...node, labels: { [key]: 'a' } }]);
    if (allowed) expect(message).toBe('');
    else expect(message).toContain('a kubelet may not give its node a label of kubernetes.io');
  });

  // Kubernetes: "Labels and Selectors", syntax and character set.
  it.each([
    ['role', 'a,b', 'nodes.0.labels.role "a,b": must be a label value of Kubernetes'],
    ['role', 'x'.repeat(64), 'must be a label value of Kubernetes'],
    ['role,more', 'a', 'nodes.0.labels.role,more "a": must be a label key of Kubernetes'],
    ['a/b/c', 'a', 'must be a label key of Kubernetes'],
  ])('refuses the label %s=%s', (key, value, message) => {
    expect(problems([{ ...node, labels: { [key]: value } }])).toContain(message);
    expect(problems([{ ...node, labels: { role: '', 'a.b/c_d': 'x'.repeat(63) } }])).toBe('');
  });
});

describe('name of a cluster', () => {
  it.each(['demo', 'Demo_1.x-y', 'a', 'a'.repeat(50)])('may be %s', (name) => {
    expect(() => validateName(name)).not.toThrow();
    expect(problems([node], name)).toBe('');
  });

  it.each(['', '-a', '.', '..', '../a', 'a b', 'a/b', 'a\nb', 'a'.repeat(51)])('cannot be %j', (name) => {
    expect(() => validateName(name)).toThrow(`cluster name ${JSON.stringify(name)}: must be 1 to 50`);
    expect(() => validate({ name, nodes: [node] } satisfies ClusterSpec, machine)).toThrow('must be 1 to 50');
  });
});

describe('validate, with a node agent', () => {
  const many = (count: number): NodeSpec[] =>
    Array.from({ length: count }, (_, index) => ({ ...node, name: `n${index}` }));
  const check =
    (agent: ClusterSpec['agent'], count = 1): (() => void) =>
    () =>
      validate({ name: 'demo', nodes: many(count), agent }, machine);

  it('takes 60 static nodes at most: the other addresses are for the agent', () => {
    expect(check({ maxNodes: 60 }, 60)).not.toThrow();
    expect(check({ maxNodes: 1 }, 61)).toThrow('must name at most 60 nodes where there is a node agent');
    expect(check(undefined, 61)).not.toThrow();
  });

  it('names what is wrong with its settings', () => {
    expect(check({ maxNodes: 61 })).toThrow('agent.maxNodes 61');
  });
});
