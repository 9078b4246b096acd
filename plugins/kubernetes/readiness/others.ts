import type {
  V1Namespace,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1ResourceQuota,
  V1Secret,
  V1StorageClass,
} from '@kubernetes/client-node';
import type { KubeObject } from '../object';
import { sameValue } from '../same';
import { condition, explain, failed, READY, waiting, type Readiness, type Rule } from './types';

function checkClaim(object: KubeObject, classes: readonly KubeObject[]): Readiness {
  const phase = (object as unknown as V1PersistentVolumeClaim).status?.phase;
  if (phase === 'Bound') return READY;
  if (phase === 'Lost') return failed('its volume is lost');
  // Such a claim is bound when a pod uses it, which may well depend on this resource.
  const [storageClass] = classes as unknown as V1StorageClass[];
  if (storageClass?.volumeBindingMode === 'WaitForFirstConsumer' && phase === 'Pending') return READY;
  return waiting(`it is ${phase ?? 'not seen by its controller yet'}, not Bound`);
}

export const persistentVolumeClaim: Rule = {
  check: checkClaim,
  needs: (object) => {
    const name = (object as unknown as V1PersistentVolumeClaim).spec?.storageClassName;
    if (!name) return undefined;
    const type = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass' };
    return { ...type, namespace: undefined, selector: { fieldSelector: `metadata.name=${name}` } };
  },
};

export const persistentVolume: Rule = {
  check: (object) => {
    const phase = (object as unknown as V1PersistentVolume).status?.phase;
    return phase === 'Available' || phase === 'Bound' ? READY : waiting(`it is ${phase ?? 'Pending'}, not Available`);
  },
};

export const namespace: Rule = {
  check: (object) => {
    const phase = (object as unknown as V1Namespace).status?.phase;
    return phase === 'Active' ? READY : waiting(`it is ${phase ?? 'new'}, not Active`);
  },
};

export const customResourceDefinition: Rule = {
  check: (object) => {
    const names = condition(object, 'NamesAccepted');
    if (names?.status === 'False') return failed(explain(names));
    const established = condition(object, 'Established');
    return established?.status === 'True' ? READY : waiting(explain(established) || 'it is not established yet');
  },
};

export const resourceQuota: Rule = {
  check: (object) => {
    const { spec, status } = object as unknown as V1ResourceQuota;
    return sameValue(spec?.hard, status?.hard) ? READY : waiting('its limits are not in force yet');
  },
};

/** Only a service account's token is filled in by a controller. */
export const secret: Rule = {
  check: (object) => {
    const { type, data } = object as unknown as V1Secret;
    return type === 'kubernetes.io/service-account-token' && Object.keys(data ?? {}).length === 0
      ? waiting('its token was not made yet; does the service account exist?')
      : READY;
  },
};
