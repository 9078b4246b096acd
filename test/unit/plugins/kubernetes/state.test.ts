import { makeState, readState, toObject, toProperties } from '../../../../plugins/kubernetes/state';
import { Secret } from '../../../../plugins/rpc/types';

it('spells JSON schema extensions as the SDK and as Kubernetes do', () => {
  const properties = {
    apiVersion: 'v1',
    kind: 'A',
    metadata: { name: 'a' },
    spec: [{ x_kubernetes_int_or_string: true }],
  };
  const object = toObject(properties);
  expect(object['spec']).toEqual([{ 'x-kubernetes-int-or-string': true }]);
  expect(toProperties(object)).toEqual(properties);
});

it('keeps secret in the state what is secret in the inputs', () => {
  const inputs = { kind: 'A', spec: { password: new Secret('p'), args: ['x', new Secret('y')], plain: 1 } };
  const live = {
    apiVersion: 'example.com/v1',
    kind: 'A',
    metadata: { name: 'a', managedFields: [{ manager: 'm' }] },
    spec: { password: 'p', args: ['x', 'y'], plain: 1, added: 2 },
  };
  const state = makeState({ live, inputs, fieldManager: 'm' });
  expect(state).toEqual({
    apiVersion: 'example.com/v1',
    kind: 'A',
    metadata: { name: 'a' },
    spec: { password: new Secret('p'), args: new Secret(['x', 'y']), plain: 1, added: 2 },
    __inputs: inputs,
    __initialApiVersion: 'example.com/v1',
    __fieldManager: 'm',
  });
  const { live: read, ...rest } = readState(state);
  expect(rest).toEqual({ inputs, fieldManager: 'm' });
  expect(read).toEqual({ ...live, metadata: { name: 'a' } });
});

it("keeps a Secret's data secret, whatever the inputs say", () => {
  const live = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: 'eA==' } };
  const state = makeState({ live, inputs: { stringData: { a: 'x' } }, fieldManager: undefined });
  expect(state['data']).toEqual(new Secret({ a: 'eA==' }));
});
