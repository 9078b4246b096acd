import { autoscalerObstacles } from '../../../../experiments/preflight/autoscaler';
import { deployment, hpa, scaledObject, scene, target, vpa } from './objects';

describe('the HPA', () => {
  it('must be there, scale the Deployment, and have its metric', () => {
    expect(autoscalerObstacles(scene({ hpa: hpa() }), target())).toEqual([]);
    expect(autoscalerObstacles(scene(), target({ name: 'fixed' }))).toEqual([]);
    expect(autoscalerObstacles(scene(), target())[0]?.problem).toBe('HPA app/sample-hpa does not exist');
    expect(autoscalerObstacles(scene({ hpa: hpa({}, 'False') }), target())[0]?.problem).toBe(
      'HPA app/sample-hpa is not active: ScalingActive is False (FailedGetResourceMetric: no metrics)',
    );
    const other = hpa({ scaleTargetRef: { kind: 'Deployment', name: 'other' } });
    expect(autoscalerObstacles(scene({ hpa: other }), target())[0]).toMatchObject({
      problem: 'HPA app/sample-hpa scales Deployment other, not Deployment sample',
      final: true,
    });
  });

  it('is switched off at zero replicas: right where KEDA wakes the workload, hopeless where nobody does', () => {
    const names = target({ hpa: 'sample-hpa', scaledObject: 'sample' });
    const asleep = { deployment: deployment(0), pods: [], hpa: hpa({}, 'False', 'ScalingDisabled') };
    const zero = scaledObject({ minReplicaCount: 0 });
    expect(autoscalerObstacles(scene({ ...asleep, scaledObject: zero }), names)).toEqual([]);
    expect(autoscalerObstacles(scene(asleep), target())[0]).toMatchObject({
      problem: 'HPA app/sample-hpa is switched off: Deployment sample has 0 replicas, from which an HPA never scales',
      remedy: 'Give it one: kubectl -n app scale deployment sample --replicas=1',
      final: true,
    });
    // KEDA brings it up to its least by itself.
    const [waiting] = autoscalerObstacles(scene({ ...asleep, scaledObject: scaledObject() }), names);
    expect(waiting?.problem).toContain('ScalingDisabled');
    expect(waiting?.final).toBeUndefined();
    // An HPA that is blind at one replica is not excused by its least of zero.
    const blind = { hpa: hpa({}, 'False'), scaledObject: zero };
    expect(autoscalerObstacles(scene(blind), names)).toHaveLength(1);
  });
});

describe('the ScaledObject', () => {
  const names = target({ scaledObject: 'sample' });

  it('must be there, scale the Deployment, be ready and not paused', () => {
    expect(autoscalerObstacles(scene({ scaledObject: scaledObject() }), names)).toEqual([]);
    expect(autoscalerObstacles(scene(), names)[0]?.problem).toBe('ScaledObject app/sample does not exist');
    expect(autoscalerObstacles(scene({ scaledObject: scaledObject({}, 'False') }), names)[0]?.problem).toBe(
      'ScaledObject app/sample is not ready: Ready is False (TriggerError)',
    );
    const other = scaledObject({ scaleTargetRef: { name: 'other' } });
    expect(autoscalerObstacles(scene({ scaledObject: other }), names)[0]?.problem).toBe(
      'ScaledObject app/sample scales Deployment other, not Deployment sample',
    );
    const { metadata, ...rest } = scaledObject();
    const paused = { ...rest, metadata: { ...metadata, annotations: { 'autoscaling.keda.sh/paused': 'true' } } };
    expect(autoscalerObstacles(scene({ scaledObject: paused }), names)[0]).toMatchObject({
      problem: 'ScaledObject app/sample is paused',
      final: true,
    });
  });
});

describe('the VPA', () => {
  const names = target({ vpa: 'sample' });

  it('must be there, be for the Deployment, and recommend something', () => {
    expect(autoscalerObstacles(scene({ vpa: vpa(true) }), names)).toEqual([]);
    expect(autoscalerObstacles(scene(), names)[0]?.problem).toBe('VPA app/sample does not exist');
    expect(autoscalerObstacles(scene({ vpa: vpa(false) }), names)[0]?.problem).toBe(
      'VPA app/sample has no recommendation yet (NoPodsMatched)',
    );
    expect(autoscalerObstacles(scene({ vpa: vpa(true, 'other') }), names)[0]?.problem).toBe(
      'VPA app/sample scales Deployment other, not Deployment sample',
    );
  });
});
