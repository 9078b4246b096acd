import type { V1Job, V1Pod } from '@kubernetes/client-node';
import type { KubeObject } from '../object';
import { condition, explain, failed, READY, waiting, type Readiness, type Rule } from './types';

function checkPod(object: KubeObject): Readiness {
  const { status } = object as unknown as V1Pod;
  if (status?.phase === 'Succeeded') return READY;
  if (status?.phase === 'Failed') return failed(explain(status) || 'the pod failed');
  const ready = condition(object, 'Ready');
  return ready?.status === 'True'
    ? READY
    : waiting(explain(ready) || `the pod is ${status?.phase ?? 'not started yet'}`);
}

/** A Job is ready when it is complete; `pulumi.com/skipAwait` is for those that run on. */
function checkJob(object: KubeObject): Readiness {
  const { spec, status } = object as unknown as V1Job;
  if (condition(object, 'Complete')?.status === 'True') return READY;
  const failure = condition(object, 'Failed');
  if (failure?.status === 'True') return failed(explain(failure) || 'the Job failed');
  if (spec?.suspend) return READY;
  const { active = 0, succeeded = 0, failed: lost = 0 } = status ?? {};
  return waiting(`${succeeded} of ${spec?.completions ?? 1} completions, ${active} pods active, ${lost} failed`);
}

export const pod: Rule = { check: checkPod };
export const job: Rule = { check: checkJob };
