import { kubeletClient } from '../pki/certificates';
import type { Manifest } from './coredns';

/** Lets the API server call the kubelets: exec, logs, metrics. */
export const kubeletAccess: Manifest = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'autoscaling-testbed:kubelet-client' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:kubelet-api-admin' },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: kubeletClient }],
};
