import { deploymentObstacles, hpaObstacles, notSettled, settleSeconds } from '../../../experiments/preflight';
import type { Deployment, Hpa, Pod } from '../../../experiments/record/objects';

const metadata = { name: 'sample', uid: 'u', creationTimestamp: '2026-11-23T08:00:00Z' };
const target = {
  workload: { namespace: 'app', deployment: 'sample', service: 'sample', port: 8080 },
  autoscaler: { name: 'hpa-cpu', settings: {}, hpa: 'sample-hpa' },
};
const deployment = (replicas: number, requests: Record<string, string> = { cpu: '1' }): Deployment => ({
  metadata,
  spec: { replicas, selector: {}, template: { spec: { containers: [{ name: 'app', resources: { requests } }] } } },
  status: {
    availableReplicas: replicas,
    updatedReplicas: replicas,
    conditions: [{ type: 'Available', status: 'True' }],
  },
});
const hpa = (change: Partial<Hpa['spec']> = {}, active = 'True'): Hpa => ({
  metadata,
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'sample' }, minReplicas: 1, maxReplicas: 5, ...change },
  status: {
    conditions: [{ type: 'ScalingActive', status: active, reason: 'FailedGetResourceMetric', message: 'no metrics' }],
  },
});
const pod = (ready = true, deletionTimestamp?: string): Pod => ({
  metadata: { ...metadata, deletionTimestamp },
  spec: { containers: [] },
  status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});

describe('before load is sent', () => {
  it('the Deployment must be there, with requests, and available', () => {
    expect(deploymentObstacles({ deployment: deployment(1), pods: [pod()] }, target)).toEqual([]);
    expect(deploymentObstacles({ deployment: undefined, pods: [] }, target)[0]).toMatchObject({
      problem: 'Deployment app/sample does not exist',
      final: true,
    });
    expect(deploymentObstacles({ deployment: deployment(1, { memory: '1Gi' }), pods: [] }, target)[0]).toMatchObject({
      problem: 'Deployment app/sample: no CPU request on app',
      final: true,
    });
    const pulling: Pod = {
      ...pod(false),
      status: { containerStatuses: [{ name: 'app', restartCount: 0, state: { waiting: { reason: 'ErrImagePull' } } }] },
    };
    const [obstacle] = deploymentObstacles({ deployment: { ...deployment(2), status: {} }, pods: [pulling] }, target);
    expect(obstacle?.problem).toBe('Deployment app/sample is not available: 0 of 2 replicas (ErrImagePull)');
    expect(obstacle?.final).toBeUndefined();
  });

  it('the HPA must be there, scale the Deployment, and have its metric', () => {
    expect(hpaObstacles({ hpa: hpa() }, target)).toEqual([]);
    expect(hpaObstacles({ hpa: undefined }, { ...target, autoscaler: { name: 'fixed', settings: {} } })).toEqual([]);
    expect(hpaObstacles({ hpa: undefined }, target)[0]?.problem).toBe('HPA app/sample-hpa does not exist');
    expect(hpaObstacles({ hpa: hpa({}, 'False') }, target)[0]?.problem).toBe(
      'HPA app/sample-hpa is not active: ScalingActive is False (FailedGetResourceMetric: no metrics)',
    );
    expect(
      hpaObstacles({ hpa: hpa({ scaleTargetRef: { kind: 'Deployment', name: 'other' } }) }, target)[0],
    ).toMatchObject({
      problem: 'HPA app/sample-hpa scales Deployment other, not Deployment sample',
      final: true,
    });
  });

  it('the workload must be at rest at its least replicas', () => {
    expect(notSettled({ deployment: deployment(1), pods: [pod()], hpa: hpa() })).toBeUndefined();
    expect(notSettled({ deployment: deployment(3), pods: [pod(), pod(), pod()], hpa: hpa() })).toBe(
      'the Deployment has 3 replicas and not its least, 1',
    );
    // Without an autoscaler what is asked for is the least.
    expect(notSettled({ deployment: deployment(3), pods: [pod(), pod(), pod()], hpa: undefined })).toBeUndefined();
    expect(notSettled({ deployment: deployment(1), pods: [pod(), pod(true, 'now')], hpa: hpa() })).toBe(
      '2 pods are there, 1 ready, for 1 replicas',
    );
  });

  it('waits as long as the HPA may take to scale down', () => {
    expect(settleSeconds(hpa())).toBe(390);
    expect(settleSeconds(hpa({ behavior: { scaleDown: { stabilizationWindowSeconds: 10 } } }))).toBe(100);
    expect(settleSeconds(undefined)).toBe(90);
  });
});
