import { decodeManifest } from '../../../../plugins/kubernetes/decode';

it('reads documents as kubectl does', () => {
  const text = `
# a comment only
---
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data: {mode: 0644, on: yes, date: 2020-01-02, time: 12:30:00}
---
apiVersion: v1
kind: Namespace
metadata: {name: b}
---
just text
`;
  expect(decodeManifest(text, 'ns')).toEqual([
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'ns' },
      data: { mode: 420, true: true, date: '2020-01-02', time: '12:30:00' },
    },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'b' } },
  ]);
});

it('keeps a namespace that is given, and adds none without a default', () => {
  const [own] = decodeManifest('{apiVersion: v1, kind: Pod, metadata: {namespace: x}}', 'ns');
  expect(own).toMatchObject({ metadata: { namespace: 'x' } });
  expect(decodeManifest('{apiVersion: v1, kind: Pod, metadata: {}}', '')).toMatchObject([{ metadata: {} }]);
});

it('says which document is faulty', () => {
  expect(() => decodeManifest('a: 1\n---\nb: [', '')).toThrow('Document 2 of the YAML is faulty');
});
