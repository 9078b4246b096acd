import { notSettled, restsAtZero, settleSeconds } from '../../../../experiments/preflight/settled';
import { deployment, external, hpa, pod, scaledObject, scene } from './objects';

const three = [pod(), pod(), pod()];

describe('at rest', () => {
  it('is the least of the HPA', () => {
    expect(notSettled(scene({ hpa: hpa() }))).toBeUndefined();
    expect(notSettled(scene({ deployment: deployment(3), pods: three, hpa: hpa() }))).toBe(
      'the Deployment has 3 replicas and not its least, 1',
    );
    // Without an autoscaler what is asked for is the least.
    expect(notSettled(scene({ deployment: deployment(3), pods: three }))).toBeUndefined();
    expect(notSettled(scene({ pods: [pod(), pod(true, 'now')], hpa: hpa() }))).toBe(
      '2 pods are there, 1 ready, for 1 replicas',
    );
  });

  it("is KEDA's own least, which its HPA does not know", () => {
    const zero = { hpa: hpa(), scaledObject: scaledObject({ minReplicaCount: 0 }) };
    expect(notSettled(scene(zero))).toBe('the Deployment has 1 replicas and not its least, 0');
    expect(notSettled(scene({ ...zero, deployment: deployment(0), pods: [] }))).toBeUndefined();
    expect(notSettled(scene({ ...zero, deployment: deployment(0), pods: [pod(true, 'now')] }))).toBe(
      '1 pods are there, 0 ready, for 0 replicas',
    );
    const idle = scaledObject({ minReplicaCount: 2, idleReplicaCount: 0 });
    expect(restsAtZero({ hpa: hpa(), scaledObject: idle })).toBe(true);
    // KEDA's default, keda.sh/v1alpha1: minReplicaCount 0.
    expect(restsAtZero({ hpa: hpa(), scaledObject: scaledObject({ minReplicaCount: undefined }) })).toBe(true);
    expect(restsAtZero({ hpa: hpa(), scaledObject: scaledObject() })).toBe(false);
  });

  it('is whatever a schedule asks for', () => {
    const cron = scaledObject({ minReplicaCount: 0, triggers: [{ type: 'cron' }] });
    expect(notSettled(scene({ deployment: deployment(3), pods: three, hpa: hpa(), scaledObject: cron }))).toBe(
      undefined,
    );
  });

  it('may take as long as the autoscaler takes to scale down', () => {
    expect(settleSeconds({ hpa: hpa(), scaledObject: undefined })).toBe(390);
    const short = { behavior: { scaleDown: { stabilizationWindowSeconds: 10 } } };
    expect(settleSeconds({ hpa: hpa(short), scaledObject: undefined })).toBe(100);
    expect(settleSeconds({ hpa: undefined, scaledObject: undefined })).toBe(90);
    // A rate of requests has to forget the earlier run first: 2 min.
    const keda = hpa({ ...short, metrics: [external('s0')] });
    expect(settleSeconds({ hpa: keda, scaledObject: scaledObject({ cooldownPeriod: 15 }) })).toBe(220);
    expect(settleSeconds({ hpa: keda, scaledObject: scaledObject({ minReplicaCount: 0, cooldownPeriod: 15 }) })).toBe(
      235,
    );
    expect(settleSeconds({ hpa: keda, scaledObject: scaledObject({ minReplicaCount: 0 }) })).toBe(520);
  });
});
