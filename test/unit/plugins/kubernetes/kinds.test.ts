import { isNamespaced, isPatch, parseToken, refusal } from '../../../../plugins/kubernetes/kinds';

it.each([
  ['kubernetes:core/v1:Pod', { apiVersion: 'v1', kind: 'Pod' }],
  ['kubernetes:apps/v1:Deployment', { apiVersion: 'apps/v1', kind: 'Deployment' }],
  ['kubernetes:example.com/v1:Foo', { apiVersion: 'example.com/v1', kind: 'Foo' }],
])('reads %s', (token, type) => {
  expect(parseToken(token)).toEqual(type);
});

it('tells a patch from a custom resource whose kind ends like one', () => {
  expect(isPatch('kubernetes:apps/v1:DeploymentPatch', 'Deployment')).toBe(true);
  expect(isPatch('kubernetes:example.com/v1:EnvoyPatch', 'EnvoyPatch')).toBe(false);
});

it.each([
  ['v1', 'Pod', true],
  ['v1', 'Namespace', false],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', false],
  ['rbac.authorization.k8s.io/v1', 'Role', true],
  ['example.com/v1', 'Foo', undefined],
])('knows the scope of %s %s', (apiVersion, kind, expected) => {
  expect(isNamespaced({ apiVersion, kind })).toBe(expected);
});

it.each([
  ['kubernetes:helm.sh/v3:Release', 'install the official plugin, "pulumi plugin install resource kubernetes VERSION"'],
  ['kubernetes:kustomize/v2:Directory', 'kubectl kustomize'],
  ['kubernetes:yaml/v2:ConfigFile', 'use kubernetes.yaml.ConfigFile'],
  ['kubernetes:apps/v1:DeploymentList', 'DeploymentList exists for manifests only'],
])('refuses %s and says what to do', (token, text) => {
  expect(refusal(token)).toContain(text);
});

it.each(['kubernetes:apps/v1:Deployment', 'kubernetes:example.com/v1:AllowList'])('serves %s', (token) => {
  expect(refusal(token)).toBeUndefined();
});
