import { UnreachableError } from '../../../../plugins/kubernetes/client/errors';
import type { Objects } from '../../../../plugins/kubernetes/client/objects';
import { withNamespace } from '../../../../plugins/kubernetes/namespace';

const find = jest.fn();
const objects = { find } as unknown as Objects;
const namespaceOf = async (apiVersion: string, kind: string, metadata: object = {}, olds: object = {}) => {
  const inputs = { apiVersion, kind, metadata: { name: 'x', ...metadata } };
  const found = await withNamespace(objects, 'demo', inputs, { ...olds });
  return (found['metadata'] as { namespace?: string }).namespace;
};

beforeEach(() => find.mockReset());

it('is given to objects that have one and name none', async () => {
  expect(await namespaceOf('v1', 'ConfigMap')).toBe('demo');
  expect(await namespaceOf('v1', 'ConfigMap', { namespace: 'own' })).toBe('own');
  expect(await namespaceOf('v1', 'Namespace')).toBeUndefined();
  expect(find).not.toHaveBeenCalled();
});

it('is asked of the cluster for a new custom resource alone', async () => {
  find.mockResolvedValue({ namespaced: false });
  expect(await namespaceOf('example.com/v1', 'Thing')).toBeUndefined();
  expect(find).toHaveBeenCalledTimes(1);
  expect(await namespaceOf('example.com/v1', 'Thing', {}, { metadata: { namespace: 'demo' } })).toBe('demo');
  expect(find).toHaveBeenCalledTimes(1);
});

it('is given to a kind that cannot be asked for: most have one', async () => {
  find.mockRejectedValue(new UnreachableError('https://a', new Error('nobody answers')));
  expect(await namespaceOf('example.com/v1', 'Thing')).toBe('demo');
});
