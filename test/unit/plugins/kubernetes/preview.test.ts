import { ApiError, UnknownKindError, UnreachableError } from '../../../../plugins/kubernetes/client/errors';
import { asPreview, excuse } from '../../../../plugins/kubernetes/preview';
import { UNKNOWN } from '../../../../plugins/rpc/types';

const answer = (code: number, message = 'm') => new ApiError(code, '', JSON.stringify({ message }));

it('warns when the cluster cannot be asked', () => {
  expect(excuse(new UnreachableError('https://a', new Error('refused')))).toEqual({
    severity: 'warning',
    message:
      'The Kubernetes API server at https://a cannot be reached: refused. This preview is made from the inputs alone.',
  });
});

it.each([
  [new UnknownKindError('example.com/v1', 'Foo')],
  [answer(404)],
  [answer(403)],
  [answer(500, 'failed calling webhook')],
])('excuses what the update may bring: %s', (error) => {
  expect(excuse(error)?.severity).toBe('debug');
});

it.each([
  [answer(422, 'spec.ports: Invalid value')],
  [answer(500, 'failed to create typed patch object: .spec.portz')],
  [new Error('bug')],
])('does not excuse a fault: %s', (error) => {
  expect(excuse(error)).toBeUndefined();
});

it('marks what will be different in the real run as unknown', () => {
  const state = {
    kind: 'Service',
    metadata: { name: 'a', uid: '1' },
    spec: { clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'], type: 'ClusterIP', ports: [{ port: 80 }] },
    status: {},
  };
  expect(asPreview(state, { kind: 'Service', spec: { ports: [{ port: 80 }] } })).toEqual({
    kind: 'Service',
    metadata: { name: 'a', uid: UNKNOWN, resourceVersion: UNKNOWN, creationTimestamp: UNKNOWN },
    spec: { clusterIP: UNKNOWN, clusterIPs: UNKNOWN, type: 'ClusterIP', ports: [{ port: 80 }] },
  });
});
