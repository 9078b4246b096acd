/** The user that our images run as. */
const NON_ROOT_USER = 65532;

/** Security contexts that the restricted Pod Security Standard asks for. */
export const restrictedPod = {
  runAsNonRoot: true,
  runAsUser: NON_ROOT_USER,
  runAsGroup: NON_ROOT_USER,
  fsGroup: NON_ROOT_USER,
  seccompProfile: { type: 'RuntimeDefault' },
};

export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type SecurityStandard = 'restricted' | 'baseline' | 'privileged';

/** Namespace labels that make the API server hold the pods to a standard. */
export const securedNamespace = (standard: SecurityStandard = 'restricted') => ({
  'pod-security.kubernetes.io/enforce': standard,
  'pod-security.kubernetes.io/warn': standard,
});

export const restrictedNamespace = securedNamespace();
