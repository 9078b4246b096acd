import { numbered, registrationPatch, withNodes, withSpec } from '../../../embedded/nodes';
import type { NodeRecord } from '../../../embedded/record';
import type { NodeSpec, Taint } from '../../../embedded/types';
import { record } from './scratch';

const size = { cpu: 1, memory: 1024 ** 3 };
const spec = (name: string, more: Partial<NodeSpec> = {}): NodeSpec => ({ name, ...size, ...more });
const node = (index: number, name: string, more: Partial<NodeRecord> = {}): NodeRecord => ({
  index,
  name,
  ...size,
  ...more,
});

describe('numbered', () => {
  const numbers = (specs: readonly NodeSpec[], known: readonly NodeRecord[]): (string | number)[][] =>
    numbered(specs, known).map(({ name, index }) => [name, index]);

  it('counts from 1', () => {
    expect(numbers([spec('a'), spec('b')], [])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
  });

  it('lets a known node keep its number, wherever it stands, and gives new ones the lowest that are free', () => {
    const known = [node(1, 'a'), node(2, 'b'), node(4, 'd')];
    expect(numbers([spec('new'), spec('d'), spec('newer'), spec('a')], known)).toEqual([
      ['new', 2],
      ['d', 4],
      ['newer', 3],
      ['a', 1],
    ]);
  });

  it('takes size, labels and taints of the spec, and what is registered of the record', () => {
    const registered = { labels: { a: '1' } };
    const [found] = numbered([spec('a', { cpu: 2, labels: { a: '2' } })], [node(3, 'a', { registered })]);
    expect(found).toEqual({ ...node(3, 'a'), cpu: 2, labels: { a: '2' }, registered });
  });
});

describe('withNodes', () => {
  it('remembers who was taken away, until it is back', () => {
    const [app, load] = record.nodes as [NodeRecord, NodeRecord];
    const without = withNodes({ ...record, removed: ['old'] }, [app]);
    expect(without.nodes.map(({ name }) => name)).toEqual(['app-1']);
    expect(without.removed).toEqual(['old', 'load']);
    expect(withNodes(without, [app, load]).removed).toEqual(['old']);
  });
});

describe('withSpec', () => {
  const spec = { name: 'demo', nodes: record.nodes };

  it('has an agent with all its settings when the spec says so, and none when it does not', () => {
    const agent = { maxNodes: 3, pools: {} };
    const withAgent = withSpec(record, { ...spec, agent: { maxNodes: 3 } });
    expect(withAgent).toEqual({ ...record, agent });
    expect(withSpec(withAgent, { ...spec, agent: { maxNodes: 3 } })).toEqual(withAgent);
    expect(withSpec(withAgent, spec)).toStrictEqual(record);
    expect(withSpec(withAgent, { ...spec, agent: undefined })).toStrictEqual(record);
  });
});

describe('registrationPatch', () => {
  const taint = (key: string, effect: Taint['effect'] = 'NoSchedule'): Taint => ({ key, effect });

  it('is none when nothing differs, or nothing is known', () => {
    const labels = { a: '1' };
    expect(registrationPatch(node(1, 'a', { labels, registered: { labels } }), [])).toBeUndefined();
    expect(registrationPatch(node(1, 'a', { labels }), [])).toBeUndefined();
  });

  it('sets labels, and deletes those that are gone by null (RFC 7396)', () => {
    const changed = node(1, 'a', { labels: { a: '2', c: '3' }, registered: { labels: { a: '1', b: '2' } } });
    expect(registrationPatch(changed, [])).toEqual({
      metadata: { labels: { a: '2', b: null, c: '3' } },
      spec: { taints: [] },
    });
  });

  it("replaces its own taints, and keeps Kubernetes'", () => {
    const changed = node(1, 'a', { taints: [taint('new')], registered: { taints: [taint('old')] } });
    const now = [taint('old'), taint('old', 'NoExecute'), taint('node.kubernetes.io/not-ready')];
    expect(registrationPatch(changed, now)).toMatchObject({
      spec: { taints: [taint('old', 'NoExecute'), taint('node.kubernetes.io/not-ready'), taint('new')] },
    });
  });
});
