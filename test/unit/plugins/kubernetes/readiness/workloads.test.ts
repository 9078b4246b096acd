import { ruleFor } from '../../../../../plugins/kubernetes/readiness/rules';
import type { KubeObject } from '../../../../../plugins/kubernetes/object';

function check(kind: string, spec: object, status: object, generation = 2) {
  const object: KubeObject = { apiVersion: 'apps/v1', kind, metadata: { name: 'a', generation }, spec, status };
  return ruleFor(object)?.check(object, []);
}
const rollout = (updatedReplicas: number, availableReplicas: number, replicas: number, conditions: object[] = []) => ({
  observedGeneration: 2,
  updatedReplicas,
  availableReplicas,
  replicas,
  conditions,
});
const READY = { ready: true, reason: '' };

describe('Deployment', () => {
  it.each([
    ['complete', { replicas: 2 }, rollout(2, 2, 2)],
    ['of no replicas', { replicas: 0 }, rollout(0, 0, 0)],
    ['paused', { replicas: 2, paused: true }, rollout(0, 0, 2)],
  ])('is ready when it is %s', (_, spec, status) => {
    expect(check('Deployment', spec, status)).toEqual(READY);
  });

  it.each([
    [{ ...rollout(1, 1, 1), observedGeneration: 1 }, 'the controller has not seen the change yet'],
    [rollout(1, 1, 2), '1 of 2 new replicas are available'],
    // Old pods that are available say nothing of the new ones.
    [rollout(0, 2, 2), '0 of 2 new replicas are available'],
    [rollout(2, 2, 3), '1 old replicas are not gone yet'],
    [
      rollout(0, 0, 0, [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'quota' }]),
      '0 of 2 new replicas are available; FailedCreate: quota',
    ],
  ])('waits at %j', (status, reason) => {
    expect(check('Deployment', { replicas: 2 }, status)).toEqual({ ready: false, reason });
  });

  it('has failed past its progress deadline', () => {
    const conditions = [
      { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'timed out' },
    ];
    expect(check('Deployment', { replicas: 2 }, rollout(1, 1, 2, conditions))).toEqual({
      ready: false,
      reason: 'ProgressDeadlineExceeded: timed out',
      failed: true,
    });
  });

  it('has not failed when only an earlier rollout did', () => {
    const at = (lastUpdateTime: string) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'a', generation: 2 },
      spec: { replicas: 2 },
      status: rollout(0, 0, 2, [
        { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', lastUpdateTime },
      ]),
    });
    const before = at('2026-01-01T00:00:00Z');
    const rule = ruleFor(before);
    expect(rule?.check(before, [], before)).toEqual({ ready: false, reason: '0 of 2 new replicas are available' });
    expect(rule?.check(at('2026-01-01T00:10:00Z'), [], before)?.failed).toBe(true);
  });
});

describe('StatefulSet', () => {
  const status = {
    observedGeneration: 2,
    readyReplicas: 3,
    updatedReplicas: 1,
    updateRevision: 'b',
    currentRevision: 'a',
  };
  it('waits for ready and updated replicas', () => {
    expect(check('StatefulSet', { replicas: 3 }, { ...status, readyReplicas: 2 })?.reason).toBe(
      '2 of 3 replicas are ready',
    );
    expect(check('StatefulSet', { replicas: 3 }, status)?.reason).toBe('1 of 3 replicas are updated');
  });
  it('is ready when all, or those above the partition, are updated', () => {
    expect(check('StatefulSet', { replicas: 3 }, { ...status, currentRevision: 'b' })).toEqual(READY);
    expect(check('StatefulSet', { replicas: 3, updateStrategy: { rollingUpdate: { partition: 2 } } }, status)).toEqual(
      READY,
    );
    expect(check('StatefulSet', { replicas: 3, updateStrategy: { type: 'OnDelete' } }, status)).toEqual(READY);
  });
});

it('DaemonSet waits for updated and available pods', () => {
  const status = { observedGeneration: 2, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 1 };
  expect(check('DaemonSet', {}, status)?.reason).toBe('1 of 2 pods are updated and available');
  expect(check('DaemonSet', {}, { ...status, numberAvailable: 2 })).toEqual(READY);
});
