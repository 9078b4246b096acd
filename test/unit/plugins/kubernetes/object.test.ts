import { idOf, parseApiVersion, parseId, withoutReadOnly } from '../../../../plugins/kubernetes/object';

it.each([
  ['ns/a', { namespace: 'ns', name: 'a' }],
  ['a', { name: 'a' }],
])('reads and writes the id %s', (id, parts) => {
  expect(parseId(id)).toEqual(parts);
  expect(idOf(parts)).toBe(id);
});

it.each(['', 'a/', '/a', 'a/b/c'])('refuses the id %j', (id) => {
  expect(() => parseId(id)).toThrow(`The id "${id}" is not of the form NAMESPACE/NAME`);
});

it('splits API versions', () => {
  expect(parseApiVersion('apps/v1')).toEqual({ group: 'apps', version: 'v1' });
  expect(parseApiVersion('v1')).toEqual({ group: '', version: 'v1' });
});

it('takes away what only the API server sets', () => {
  expect(withoutReadOnly({ metadata: { name: 'a', uid: '1', creationTimestamp: null }, spec: 1 })).toEqual({
    metadata: { name: 'a' },
    spec: 1,
  });
});
