import { annotation, isSet } from '../annotations';
import { parseApiVersion, type KubeObject } from '../object';
import { ingress, service } from './network';
import {
  customResourceDefinition,
  namespace,
  persistentVolume,
  persistentVolumeClaim,
  resourceQuota,
  secret,
} from './others';
import { job, pod } from './pods';
import { whenTrue, type Rule } from './types';
import { waitForRule } from './waitFor';
import { daemonSet, deployment, replicas, statefulSet } from './workloads';

/** By group and kind. Objects of other kinds are ready as soon as they exist. */
const RULES: Readonly<Record<string, Rule>> = {
  '/Namespace': namespace,
  '/PersistentVolume': persistentVolume,
  '/PersistentVolumeClaim': persistentVolumeClaim,
  '/Pod': pod,
  '/ReplicationController': replicas,
  '/ResourceQuota': resourceQuota,
  '/Secret': secret,
  '/Service': service,
  'apiextensions.k8s.io/CustomResourceDefinition': customResourceDefinition,
  'apiregistration.k8s.io/APIService': whenTrue('Available'),
  'apps/DaemonSet': daemonSet,
  'apps/Deployment': deployment,
  'apps/ReplicaSet': replicas,
  'apps/StatefulSet': statefulSet,
  'batch/Job': job,
  'networking.k8s.io/Ingress': ingress,
};

/** How to tell that the object is ready; undefined when there is nothing to wait for. */
export function ruleFor(object: KubeObject): Rule | undefined {
  if (isSet(object, 'skipAwait')) return undefined;
  const waitFor = annotation(object, 'waitFor');
  return waitFor === undefined
    ? RULES[`${parseApiVersion(object.apiVersion).group}/${object.kind}`]
    : waitForRule(waitFor);
}
