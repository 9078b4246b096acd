import type { KubeObject } from '../../../../../plugins/kubernetes/object';
import { ruleFor } from '../../../../../plugins/kubernetes/readiness/rules';

function check(apiVersion: string, kind: string, rest: object, related: object[] = []) {
  const object: KubeObject = { apiVersion, kind, metadata: { name: 'a', namespace: 'ns' }, ...rest };
  return ruleFor(object)?.check(object, related as KubeObject[]);
}
const conditions = (...list: object[]) => ({ status: { conditions: list } });
const endpoints = (...ready: (boolean | undefined)[]) => ({
  endpoints: ready.map((value) => ({ conditions: { ready: value } })),
});

it.each([
  ['v1', 'Namespace', { status: { phase: 'Active' } }],
  ['v1', 'Pod', { status: { phase: 'Succeeded' } }],
  ['v1', 'Pod', conditions({ type: 'Ready', status: 'True' })],
  ['v1', 'PersistentVolume', { status: { phase: 'Bound' } }],
  ['v1', 'PersistentVolumeClaim', { status: { phase: 'Bound' } }],
  ['v1', 'ResourceQuota', { spec: { hard: { cpu: '1000m' } }, status: { hard: { cpu: '1' } } }],
  ['v1', 'Secret', { type: 'Opaque' }],
  ['batch/v1', 'Job', conditions({ type: 'Complete', status: 'True' })],
  ['batch/v1', 'Job', { spec: { suspend: true } }],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', conditions({ type: 'Established', status: 'True' })],
  ['apiregistration.k8s.io/v1', 'APIService', conditions({ type: 'Available', status: 'True' })],
  ['networking.k8s.io/v1', 'Ingress', { status: { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } } }],
])('%s %s is ready at %j', (apiVersion, kind, rest) => {
  expect(check(apiVersion, kind, rest)).toEqual({ ready: true, reason: '' });
});

it.each([
  ['v1', 'Namespace', { status: { phase: 'Terminating' } }, 'it is Terminating, not Active'],
  [
    'v1',
    'Pod',
    conditions({ type: 'Ready', status: 'False', reason: 'ContainersNotReady', message: 'c' }),
    'ContainersNotReady: c',
  ],
  ['v1', 'PersistentVolumeClaim', { status: { phase: 'Pending' } }, 'it is Pending, not Bound'],
  [
    'v1',
    'Secret',
    { type: 'kubernetes.io/service-account-token' },
    'its token was not made yet; does the service account exist?',
  ],
  [
    'batch/v1',
    'Job',
    { spec: { completions: 2 }, status: { active: 1 } },
    '0 of 2 completions, 1 pods active, 0 failed',
  ],
  [
    'apiregistration.k8s.io/v1',
    'APIService',
    conditions({ type: 'Available', status: 'False', reason: 'MissingEndpoints' }),
    'MissingEndpoints',
  ],
])('%s %s waits at %j', (apiVersion, kind, rest, reason) => {
  expect(check(apiVersion, kind, rest)).toEqual({ ready: false, reason });
});

it.each([
  ['v1', 'Pod', { status: { phase: 'Failed', reason: 'Evicted' } }, 'Evicted'],
  [
    'batch/v1',
    'Job',
    conditions({ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }),
    'BackoffLimitExceeded',
  ],
  [
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    conditions({ type: 'NamesAccepted', status: 'False', reason: 'Conflict' }),
    'Conflict',
  ],
])('%s %s has failed at %j', (apiVersion, kind, rest, reason) => {
  expect(check(apiVersion, kind, rest)).toEqual({ ready: false, reason, failed: true });
});

describe('Service', () => {
  const selects = { spec: { selector: { app: 'a' } } };
  it.each([
    ['ExternalName', { spec: { type: 'ExternalName', selector: { app: 'a' } } }],
    ['headless', { spec: { clusterIP: 'None', selector: { app: 'a' } } }],
    ['without a selector', { spec: {} }],
  ])('needs no pods when it is %s', (_, rest) => {
    expect(check('v1', 'Service', rest)).toMatchObject({ ready: true });
  });

  it.each([
    [[], 'it targets no pods'],
    [[endpoints(false)], 'none of its 1 pods is ready'],
  ])('waits for a ready endpoint: %j', (slices, reason) => {
    expect(check('v1', 'Service', selects, slices)).toMatchObject({
      ready: false,
      reason: expect.stringContaining(reason) as string,
    });
  });

  it('is ready with one ready endpoint; a missing condition counts as ready', () => {
    expect(check('v1', 'Service', selects, [endpoints(false), endpoints(undefined)])).toMatchObject({ ready: true });
  });

  it('waits for the address of a load balancer', () => {
    expect(check('v1', 'Service', { spec: { type: 'LoadBalancer' } })).toMatchObject({ ready: false });
  });
});

it('a claim that is bound at first use is ready while it is pending', () => {
  const classes = [{ volumeBindingMode: 'WaitForFirstConsumer' }];
  expect(check('v1', 'PersistentVolumeClaim', { status: { phase: 'Pending' } }, classes)).toMatchObject({
    ready: true,
  });
});

it('has nothing to wait for with other kinds, or when it is told so', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', annotations: { 'pulumi.com/skipAwait': 'true' } },
  };
  expect(ruleFor(pod)).toBeUndefined();
  expect(ruleFor({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } })).toBeUndefined();
});
