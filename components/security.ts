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

/** Namespace labels that make the API server hold the pods to the restricted standard. */
export const restrictedNamespace = {
  'pod-security.kubernetes.io/enforce': 'restricted',
  'pod-security.kubernetes.io/warn': 'restricted',
};
