import { immutablePaths, touches } from '../../../../plugins/kubernetes/immutable';

const DEFAULT = { enableConfigMapMutable: false, enableSecretMutable: false };
const object = (apiVersion: string, kind: string, more = {}) => ({
  apiVersion,
  kind,
  metadata: { name: 'a' },
  ...more,
});

it.each([
  ['apps/v1', 'Deployment', 'spec.selector.matchLabels.app', true],
  ['apps/v1', 'Deployment', 'spec.template.spec.containers[0].image', false],
  ['apps/v1', 'StatefulSet', 'spec.volumeClaimTemplates[0].spec', true],
  ['batch/v1', 'Job', 'spec.template.spec.containers[0].image', true],
  ['v1', 'Service', 'spec.clusterIP', true],
  ['v1', 'Service', 'spec.clusterIPs', false],
  ['v1', 'Pod', 'spec.containers[0].image', true],
  ['v1', 'ConfigMap', 'data.a', true],
  ['v1', 'Secret', 'stringData', true],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding', 'roleRef.name', true],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding', 'subjects[0].name', false],
  ['example.com/v1', 'Foo', 'metadata.namespace', true],
  ['example.com/v1', 'Foo', 'metadata.labels.a', false],
])('%s %s: a change of %s replaces: %p', (apiVersion, kind, path, expected) => {
  expect(touches(path, immutablePaths(object(apiVersion, kind), DEFAULT))).toBe(expected);
});

it('lets data change in place where the provider is told so, unless the object is frozen', () => {
  const mutable = { enableConfigMapMutable: true, enableSecretMutable: true };
  expect(touches('data.a', immutablePaths(object('v1', 'ConfigMap'), mutable))).toBe(false);
  expect(touches('data.a', immutablePaths(object('v1', 'ConfigMap', { immutable: true }), mutable))).toBe(true);
  expect(touches('data.a', immutablePaths(object('v1', 'Secret'), mutable))).toBe(false);
  expect(touches('type', immutablePaths(object('v1', 'Secret'), mutable))).toBe(true);
});
