import type { KubeManifest } from '../../../../../toolchain/types';

const RBAC = 'rbac.authorization.k8s.io/v1';
const definition = (plural: string): KubeManifest => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.monitoring.coreos.com` },
  spec: {},
});

/** What matters of upstream's manifests of prometheus-operator (v0.91.0, bundle.yaml), shortened. */
export const operatorManifests: readonly KubeManifest[] = [
  ...'alertmanagerconfigs alertmanagers podmonitors probes prometheusagents prometheuses prometheusrules scrapeconfigs servicemonitors thanosrulers'
    .split(' ')
    .map(definition),
  {
    apiVersion: RBAC,
    kind: 'ClusterRole',
    metadata: { name: 'prometheus-operator' },
    rules: [
      { apiGroups: ['monitoring.coreos.com'], resources: ['prometheuses', 'prometheuses/status'], verbs: ['*'] },
      { apiGroups: ['apps'], resources: ['statefulsets'], verbs: ['*'] },
      { apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: ['*'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['list', 'delete'] },
      { apiGroups: [''], resources: ['services', 'services/finalizers'], verbs: ['get', 'create', 'update', 'delete'] },
      { apiGroups: [''], resources: ['nodes'], verbs: ['list', 'watch'] },
      { apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['endpoints'], verbs: ['get', 'create', 'update', 'delete'] },
    ],
  },
];

/** The same of kube-state-metrics (v2.18.0, examples/standard). */
export const stateManifests: readonly KubeManifest[] = [
  {
    apiVersion: RBAC,
    kind: 'ClusterRole',
    metadata: { name: 'kube-state-metrics' },
    rules: [
      { apiGroups: [''], resources: ['configmaps', 'secrets', 'nodes', 'pods', 'services'], verbs: ['list', 'watch'] },
      {
        apiGroups: ['apps'],
        resources: ['statefulsets', 'daemonsets', 'deployments', 'replicasets'],
        verbs: ['list', 'watch'],
      },
      { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: ['list', 'watch'] },
      { apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs: ['list', 'watch'] },
      { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
    ],
  },
];
