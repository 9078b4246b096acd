import { parseApiVersion } from './object';

/** What a resource's type token says, for example `kubernetes:apps/v1:Deployment`. */
export interface ResourceType {
  readonly apiVersion: string;
  readonly kind: string;
}

export function parseToken(token: string): ResourceType {
  const [, apiVersion = '', kind = ''] = token.split(':');
  // The SDK writes the core group as `core/v1`.
  return { apiVersion: apiVersion.replace(/^core\//, ''), kind };
}

/** A resource that writes only some fields of an object that something else made, like `DeploymentPatch`. */
export function isPatch(token: string, kind: string): boolean {
  return parseToken(token).kind === `${kind}Patch`;
}

/** Groups that Kubernetes itself serves. Other groups are those of custom resources and aggregated APIs. */
export function isBuiltIn(apiVersion: string): boolean {
  const { group } = parseApiVersion(apiVersion);
  return !group.includes('.') || /(^|\.)k8s\.io$/.test(group);
}

/** A list such as `DeploymentList`, which exists for manifests only. A custom resource may well be called `AllowList`. */
export function isList({ apiVersion, kind }: ResourceType): boolean {
  return kind.endsWith('List') && isBuiltIn(apiVersion);
}

/** Kinds of Kubernetes itself that have no namespace. All other built-in ones have. */
const CLUSTER_SCOPED = new Set(
  `APIService CertificateSigningRequest ClusterRole ClusterRoleBinding ClusterTrustBundle ComponentStatus CSIDriver CSINode
  CustomResourceDefinition DeviceClass DeviceTaintRule FlowSchema IngressClass IPAddress MutatingAdmissionPolicy
  MutatingAdmissionPolicyBinding MutatingWebhookConfiguration Namespace Node NodeMetrics PersistentVolume PriorityClass
  PriorityLevelConfiguration ResourceSlice RuntimeClass SelfSubjectAccessReview SelfSubjectReview SelfSubjectRulesReview
  ServiceCIDR StorageClass StorageVersion StorageVersionMigration SubjectAccessReview TokenReview ValidatingAdmissionPolicy
  ValidatingAdmissionPolicyBinding ValidatingWebhookConfiguration VolumeAttachment VolumeAttributesClass`.split(/\s+/),
);

/** Whether objects of a built-in kind have a namespace; undefined for other kinds, which only the cluster knows. */
export function isNamespaced({ apiVersion, kind }: ResourceType): boolean | undefined {
  return isBuiltIn(apiVersion) ? !CLUSTER_SCOPED.has(kind) : undefined;
}

const INSTALL = 'install the official plugin, "pulumi plugin install resource kubernetes VERSION"';

/** Why this stand-in cannot serve the type; undefined when it can. */
export function refusal(token: string): string | undefined {
  const module = token.split(':')[1] ?? '';
  const what = module.startsWith('helm.sh/')
    ? `Helm (${token}) is not in this stand-in for the kubernetes provider: ${INSTALL}, or do without charts: the testbed's target "local" has none, and "existing" none with existing.helm: false`
    : module.startsWith('kustomize/')
      ? `Kustomize (${token}) is not in this stand-in for the kubernetes provider: ${INSTALL}, or deploy what "kubectl kustomize" prints with kubernetes.yaml.ConfigFile`
      : module === 'yaml/v2'
        ? `${token} is not in this stand-in for the kubernetes provider: use kubernetes.yaml.ConfigFile or ConfigGroup (not yaml.v2), or ${INSTALL}`
        : undefined;
  if (what !== undefined) return `${what}.`;
  const type = parseToken(token);
  return isList(type)
    ? `${type.kind} exists for manifests only: use a resource for each of its items, or kubernetes.yaml.ConfigGroup.`
    : undefined;
}
