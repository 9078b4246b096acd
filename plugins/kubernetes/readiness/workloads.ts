import type { V1DaemonSet, V1Deployment, V1ReplicaSet, V1StatefulSet } from '@kubernetes/client-node';
import type { KubeObject } from '../object';
import { condition, explain, failed, notObserved, READY, waiting, type Readiness, type Rule } from './types';

function as<T>(object: KubeObject): T {
  return object as unknown as T;
}

/** The rollout is complete: every replica is of the new revision and available, and the old ones are gone. */
function checkDeployment(object: KubeObject, _related?: readonly KubeObject[], before?: KubeObject): Readiness {
  const { spec, status } = as<V1Deployment>(object);
  const behind = notObserved(object);
  if (behind) return behind;
  // A paused Deployment rolls nothing out until it is resumed.
  if (spec?.paused) return READY;
  const progressing = condition(object, 'Progressing');
  // The failure of an earlier rollout stands until this one has made its first pods.
  const earlier = before && condition(before, 'Progressing')?.lastUpdateTime === progressing?.lastUpdateTime;
  if (progressing?.reason === 'ProgressDeadlineExceeded' && !earlier) return failed(explain(progressing));
  const replicas = spec?.replicas ?? 1;
  const { updatedReplicas = 0, availableReplicas = 0, replicas: all = 0 } = status ?? {};
  const count = `${Math.min(availableReplicas, updatedReplicas)} of ${replicas} new replicas are available`;
  if (updatedReplicas < replicas || availableReplicas < replicas) {
    const failure = condition(object, 'ReplicaFailure');
    return waiting(failure?.status === 'True' ? `${count}; ${explain(failure)}` : count);
  }
  return all > updatedReplicas ? waiting(`${all - updatedReplicas} old replicas are not gone yet`) : READY;
}

function checkStatefulSet(object: KubeObject): Readiness {
  const { spec, status } = as<V1StatefulSet>(object);
  const behind = notObserved(object);
  if (behind) return behind;
  const replicas = spec?.replicas ?? 1;
  const readyReplicas = status?.readyReplicas ?? 0;
  if (readyReplicas < replicas) return waiting(`${readyReplicas} of ${replicas} replicas are ready`);
  // With OnDelete the user decides when pods are renewed.
  if (spec?.updateStrategy?.type === 'OnDelete') return READY;
  const updated = status?.updatedReplicas ?? 0;
  const wanted = replicas - (spec?.updateStrategy?.rollingUpdate?.partition ?? 0);
  return status?.updateRevision !== status?.currentRevision && updated < wanted
    ? waiting(`${updated} of ${wanted} replicas are updated`)
    : READY;
}

function checkDaemonSet(object: KubeObject): Readiness {
  const { spec, status } = as<V1DaemonSet>(object);
  const behind = notObserved(object);
  if (behind) return behind;
  const desired = status?.desiredNumberScheduled ?? 0;
  const updated = spec?.updateStrategy?.type === 'OnDelete' ? desired : (status?.updatedNumberScheduled ?? 0);
  const done = Math.min(updated, status?.numberAvailable ?? 0);
  return done < desired ? waiting(`${done} of ${desired} pods are updated and available`) : READY;
}

function checkReplicas(object: KubeObject): Readiness {
  const { spec, status } = as<V1ReplicaSet>(object);
  const behind = notObserved(object);
  if (behind) return behind;
  const replicas = spec?.replicas ?? 1;
  const available = status?.availableReplicas ?? 0;
  return available < replicas ? waiting(`${available} of ${replicas} replicas are available`) : READY;
}

export const deployment: Rule = { check: checkDeployment };
export const statefulSet: Rule = { check: checkStatefulSet };
export const daemonSet: Rule = { check: checkDaemonSet };
/** ReplicaSet and ReplicationController. */
export const replicas: Rule = { check: checkReplicas };
