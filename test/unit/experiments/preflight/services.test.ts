import type { PrometheusDriver } from 'prometheus-query';
import { KubeError, type Kube } from '../../../../experiments/kube';
import { otherServices, serviceObstacles, servicesUnsettled } from '../../../../experiments/preflight/services';
import type { Target } from '../../../../experiments/types';
import { node } from '../bottleneck/levels';
import { deployment, hpa, pod, scaledObject, target, vpa } from './objects';

jest.mock('../../../../experiments/preflight/workload', () => ({
  ...jest.requireActual<object>('../../../../experiments/preflight/workload'),
  scrapeTargets: () => Promise.resolve([]),
}));

const whole = {
  ...target({ hpa: 'front-hpa', minReplicas: 1 }),
  services: [
    node('front', ['back']),
    { ...node('back', ['last']), hpa: 'back-hpa', minReplicas: 1, settings: { maxReplicas: 2 } },
    node('last'),
  ],
} as unknown as Target;
const { signal } = new AbortController();

/** A cluster in which there are these objects, by the end of their path. */
const kube = (objects: Readonly<Record<string, unknown>>): Kube =>
  ({
    call: (_: string, path: string) => {
      const found = Object.entries(objects).find(([end]) => path.endsWith(end));
      return found === undefined ? Promise.reject(new KubeError(404, 'none')) : Promise.resolve(found[1]);
    },
  }) as unknown as Kube;

test('each service but the first is a target with the autoscaler of its own, or none', () => {
  expect(otherServices(whole).map(({ workload, autoscaler }) => [workload.deployment, autoscaler])).toEqual([
    ['back', { name: 'variant', settings: { maxReplicas: 2 }, hpa: 'back-hpa', minReplicas: 1 }],
    ['last', { name: 'variant', settings: {} }],
  ]);
  expect(otherServices({ ...whole, services: undefined })).toEqual([]);
});

test('a service that is not there or whose HPA is not active is an obstacle', async () => {
  const objects = {
    '/deployments/back': deployment(1),
    '/back-hpa': hpa({ scaleTargetRef: { kind: 'Deployment', name: 'back' } }, 'False'),
    '/pods': { items: [pod()] },
  };
  const found = await serviceObstacles(kube(objects), {} as PrometheusDriver, whole, signal);
  expect(found.map(({ problem }) => problem)).toEqual([
    expect.stringContaining('HPA app/back-hpa is not active'),
    'Deployment app/last does not exist',
  ]);
});

test('a service whose ScaledObject or VPA cannot do its work is an obstacle', async () => {
  const [back, last] = [
    { ...node('back', ['last']), hpa: 'keda-hpa-back', scaledObject: 'back-object' },
    { ...node('last'), vpa: 'last-vpa' },
  ];
  const objects = {
    '/deployments/back': deployment(1),
    '/deployments/last': deployment(1),
    '/keda-hpa-back': hpa({ scaleTargetRef: { kind: 'Deployment', name: 'back' } }),
    '/back-object': scaledObject({ scaleTargetRef: { name: 'back' } }, 'False'),
    '/last-vpa': vpa(false, 'last'),
    '/pods': { items: [pod()] },
  };
  const services = [node('front', ['back']), back, last];
  const found = await serviceObstacles(kube(objects), {} as PrometheusDriver, { ...whole, services }, signal);
  expect(found.map(({ problem }) => problem)).toEqual([
    expect.stringContaining('ScaledObject app/back-object is not ready'),
    expect.stringContaining('VPA app/last-vpa has no recommendation yet'),
  ]);
});

test('a service with more than its least replicas is not at rest', async () => {
  const own = hpa({ scaleTargetRef: { kind: 'Deployment', name: 'back' } });
  const objects = (replicas: number) => ({
    '/deployments/back': deployment(replicas),
    '/deployments/last': deployment(1),
    '/back-hpa': own,
    '/pods': { items: [pod()] },
  });
  expect(await servicesUnsettled(kube(objects(2)), whole, signal)).toBe(
    'service back: the Deployment has 2 replicas and not its least, 1',
  );
  expect(await servicesUnsettled(kube(objects(1)), whole, signal)).toBeUndefined();
});
