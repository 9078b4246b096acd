import { shapeFailures } from '../../../../plugins/kubernetes/check';
import { UNKNOWN, type Properties } from '../../../../plugins/rpc/types';

const pod = { apiVersion: 'v1', kind: 'Pod' };

it.each<Properties>([
  { ...pod },
  { ...pod, metadata: UNKNOWN },
  { ...pod, metadata: { name: UNKNOWN, labels: { a: UNKNOWN, b: 'c' }, annotations: null } },
])('accepts %#', (inputs) => {
  expect(shapeFailures(inputs)).toEqual([]);
});

it('names each fault with its value', () => {
  expect(shapeFailures({ kind: 'Pod', metadata: { name: 7, labels: { 'a.b': true }, annotations: [] } })).toEqual([
    { property: 'apiVersion', reason: 'must be a text, and is missing' },
    { property: 'metadata.name', reason: 'must be a text, and is 7' },
    { property: 'metadata.labels["a.b"]', reason: 'must be a text (quote it), and is true' },
    { property: 'metadata.annotations', reason: 'must be an object, and is []' },
  ]);
});

it('refuses generateName, which cannot be applied', () => {
  expect(shapeFailures({ ...pod, metadata: { generateName: 'a-' } })).toMatchObject([
    { property: 'metadata.generateName' },
  ]);
});
