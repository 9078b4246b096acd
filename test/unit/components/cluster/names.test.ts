import { defaultPrefix } from '../../../../components/cluster/existing';
import { plainNames, prefixedNames } from '../../../../components/cluster/names';

test('on a cluster of its own the testbed has the plain names', () => {
  expect(['app', 'load', 'metrics-server', 'keda', 'argocd'].map(plainNames.namespace)).toEqual([
    'testbed-app',
    'testbed-load',
    'kube-system',
    'keda',
    'argocd',
  ]);
  expect(plainNames.global('testbed:prometheus')).toBe('testbed:prometheus');
});

test('on a shared cluster every name has the prefix, and nothing is in a namespace of the cluster', () => {
  const names = prefixedNames('testbed-b');
  expect(['app', 'metrics-server', 'argocd'].map(names.namespace)).toEqual([
    'testbed-b-app',
    'testbed-b-metrics-server',
    'testbed-b-argocd',
  ]);
  expect(['testbed:prometheus', 'system:metrics-server', 'vpa-webhook-config'].map(names.global)).toEqual([
    'testbed-b:prometheus',
    'testbed-b:metrics-server',
    'testbed-b:vpa-webhook-config',
  ]);
});

test.each([
  ['dev', 'testbed-dev'],
  ['My.Stack_1', 'testbed-my-stack-1'],
  ['x'.repeat(60), `testbed-${'x'.repeat(32)}`],
])('makes of the stack %s the prefix %s', (stack, prefix) => {
  expect(defaultPrefix(stack)).toBe(prefix);
});
