import type { Config } from './config';
import { parseApiVersion, type KubeObject } from './object';

/** What a replacement depends on besides the kind. */
type Mutability = Pick<Config, 'enableConfigMapMutable' | 'enableSecretMutable'>;

/** `a.b` stands for everything below it too. */
type Paths = readonly string[];

/** Fields that nobody can change in place, whatever the kind. */
const IDENTITY: Paths = ['kind', 'metadata.name', 'metadata.namespace'];

const POD: Paths = [
  ...`activeDeadlineSeconds affinity automountServiceAccountToken containers dnsConfig dnsPolicy enableServiceLinks hostAliases hostIPC
  hostNetwork hostPID hostUsers hostname initContainers nodeName nodeSelector os overhead preemptionPolicy priority priorityClassName
  readinessGates resourceClaims restartPolicy runtimeClassName schedulerName securityContext serviceAccount serviceAccountName
  setHostnameAsFQDN shareProcessNamespace subdomain terminationGracePeriodSeconds topologySpreadConstraints volumes imagePullSecrets`
    .split(/\s+/)
    .map((field) => `spec.${field}`),
];

/** Volume sources of a PersistentVolume. */
const VOLUME_SOURCES: Paths =
  `awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk glusterfs
  hostPath iscsi local nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume`
    .split(/\s+/)
    .map((field) => `spec.${field}`);

/** By group and kind: fields whose change needs a new object. The same as the official provider's, without long-gone versions. */
const BY_KIND: Readonly<Record<string, Paths>> = {
  'apps/DaemonSet': ['spec.selector'],
  'apps/Deployment': ['spec.selector'],
  'apps/ReplicaSet': ['spec.selector'],
  'apps/StatefulSet': [
    'spec.podManagementPolicy',
    'spec.revisionHistoryLimit',
    'spec.selector',
    'spec.serviceName',
    'spec.volumeClaimTemplates',
  ],
  'batch/Job': ['spec.completions', 'spec.parallelism', 'spec.selector', 'spec.template'],
  '/PersistentVolume': VOLUME_SOURCES,
  '/PersistentVolumeClaim': [
    'spec.accessModes',
    'spec.selector',
    'spec.storageClassName',
    'spec.volumeMode',
    'spec.volumeName',
  ],
  '/Pod': POD,
  '/ResourceQuota': ['spec.scopes'],
  '/Service': ['spec.clusterIP'],
  'rbac.authorization.k8s.io/ClusterRoleBinding': ['roleRef'],
  'rbac.authorization.k8s.io/RoleBinding': ['roleRef'],
  'storage.k8s.io/StorageClass': ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'],
};

/**
 * Paths whose change replaces the object. ConfigMaps and Secrets are replaced when their data changes, unless the provider is told
 * otherwise: with a name made by Pulumi, what mounts them then rolls out anew.
 */
export function immutablePaths(object: KubeObject, mutability: Mutability): Paths {
  const { group } = parseApiVersion(object.apiVersion);
  const frozen = object['immutable'] === true;
  const byKind = BY_KIND[`${group}/${object.kind}`] ?? [];
  if (group !== '') return [...IDENTITY, ...byKind];
  if (object.kind === 'ConfigMap' && (frozen || !mutability.enableConfigMapMutable))
    return [...IDENTITY, 'data', 'binaryData'];
  if (object.kind === 'Secret') {
    return frozen || !mutability.enableSecretMutable
      ? [...IDENTITY, 'type', 'data', 'stringData']
      : [...IDENTITY, 'type'];
  }
  return [...IDENTITY, ...byKind];
}

/** Whether the path is one of `paths`, lies below one, or (replacing the whole of it) above one. */
export function touches(path: string, paths: Paths): boolean {
  return paths.some((other) => path === other || isBelow(path, other) || isBelow(other, path));
}

function isBelow(path: string, parent: string): boolean {
  return path.startsWith(parent) && ['.', '['].includes(path.charAt(parent.length));
}
