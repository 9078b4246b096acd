/** Where a rule holds: the add-on's namespace, the workload's, that of the nodes' leases, or everywhere. */
export type Scope = 'own' | 'workload' | 'node leases' | 'cluster';

export interface Rule {
  readonly scope: Scope;
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

export interface Rights {
  readonly rules: readonly Rule[];
  /** It serves an API through the API server. */
  readonly servesApi?: boolean;
}

/** The name of a ServiceAccount. */
export type Account =
  | 'keda-operator'
  | 'keda-metrics-apiserver'
  | 'prometheus-adapter'
  | 'kube-metrics-adapter'
  | 'karpenter'
  | 'vpa-recommender'
  | 'vpa-updater'
  | 'vpa-admission-controller';

const rule = (scope: Scope, groups: string, resources: string, verbs: string): Rule => ({
  scope,
  // The core group is the empty string.
  apiGroups: groups.split(' ').map((group) => (group === 'core' ? '' : group)),
  resources: resources.split(' '),
  verbs: verbs.split(' '),
});

const READ = 'get list watch';

/** Every program of the VPA finds out what owns a pod, whatever kind that is. */
const ownersOfPods = [
  rule('workload', 'apps', 'daemonsets deployments replicasets statefulsets', READ),
  rule('workload', 'core', 'replicationcontrollers', READ),
  rule('workload', 'batch', 'jobs cronjobs', READ),
  rule('workload', 'autoscaling.k8s.io', 'verticalpodautoscalers', READ),
  rule('workload', 'core', 'limitranges', READ),
];

/**
 * What each add-on may do. Upstream's roles are for any workload in any namespace, with wildcards; these are for Deployments in the
 * workload's namespace. Secrets are read nowhere but in the add-on's own namespace.
 */
export const accounts: Readonly<Record<Account, Rights>> = {
  'keda-operator': {
    rules: [
      rule('workload', 'keda.sh', 'scaledobjects', `${READ} update patch`),
      rule('workload', 'keda.sh', 'scaledobjects/finalizers scaledobjects/status', 'update patch'),
      rule('workload', 'keda.sh', 'scaledjobs triggerauthentications', READ),
      rule('workload', 'eventing.keda.sh', 'cloudeventsources', READ),
      rule('workload', 'apps', 'deployments', READ),
      rule('workload', 'apps', 'deployments/scale', 'get update'),
      rule('workload', 'autoscaling', 'horizontalpodautoscalers', `${READ} create update patch delete`),
      rule('workload', 'core events.k8s.io', 'events', 'create patch'),
      rule('cluster', 'keda.sh', 'clustertriggerauthentications', READ),
      rule('cluster', 'eventing.keda.sh', 'clustercloudeventsources', READ),
      // Its informer of Secrets is started in any case, and bound to its own namespace.
      rule('own', 'core', 'secrets', READ),
    ],
  },
  'keda-metrics-apiserver': {
    rules: [rule('workload', 'keda.sh', 'scaledobjects', READ)],
    servesApi: true,
  },
  'prometheus-adapter': {
    rules: [rule('workload', 'core', 'pods', 'get list')],
    servesApi: true,
  },
  'kube-metrics-adapter': {
    rules: [
      // It looks through all HPAs, whatever its task is (UpdateHPAs in its pkg/provider/hpa.go).
      rule('cluster', 'autoscaling', 'horizontalpodautoscalers', 'list'),
      rule('workload', 'core', 'events', 'create patch'),
    ],
    servesApi: true,
  },
  // As the module's kwok/charts/templates, without what is for leader election, other schedulers of capacity and EKS' DNS.
  karpenter: {
    rules: [
      rule('cluster', 'karpenter.sh', 'nodepools nodepools/status nodeclaims nodeclaims/status nodeoverlays', READ),
      rule(
        'cluster',
        'karpenter.sh',
        'nodeclaims nodeclaims/status nodeclaims/finalizers',
        'create delete update patch',
      ),
      rule(
        'cluster',
        'karpenter.sh',
        'nodepools nodepools/status nodepools/finalizers nodeoverlays/status',
        'update patch',
      ),
      rule('cluster', 'karpenter.kwok.sh', 'kwoknodeclasses', READ),
      rule('cluster', 'karpenter.kwok.sh', 'kwoknodeclasses kwoknodeclasses/status', 'update patch'),
      rule('cluster', 'core', 'nodes', `${READ} create update patch delete`),
      // Any pod can be waiting for a node, and any can be on one that has to go.
      rule('cluster', 'core', 'pods', `${READ} delete`),
      rule('cluster', 'core', 'pods/eviction', 'create'),
      rule('cluster', 'core', 'persistentvolumes persistentvolumeclaims replicationcontrollers namespaces', READ),
      rule('cluster', 'core', 'events', 'create patch'),
      rule('cluster', 'storage.k8s.io', 'storageclasses csinodes volumeattachments', READ),
      rule('cluster', 'apps', 'daemonsets deployments replicasets statefulsets', 'list watch'),
      rule('cluster', 'apiextensions.k8s.io', 'customresourcedefinitions', 'list watch'),
      rule('cluster', 'policy', 'poddisruptionbudgets', READ),
      rule('node leases', 'coordination.k8s.io', 'leases', `${READ} delete`),
    ],
  },
  'vpa-recommender': {
    rules: [
      ...ownersOfPods,
      rule('workload', 'core', 'pods', READ),
      rule('workload', 'core', 'events', READ),
      rule('workload', 'metrics.k8s.io', 'pods', 'get list'),
      rule('workload', 'autoscaling.k8s.io', 'verticalpodautoscalers/status', 'get patch'),
      rule('workload', 'autoscaling.k8s.io', 'verticalpodautoscalercheckpoints', `${READ} create patch delete`),
    ],
  },
  'vpa-updater': {
    rules: [
      ...ownersOfPods,
      rule('workload', 'core', 'pods', `${READ} patch`),
      rule('workload', 'core', 'pods/resize', 'patch'),
      rule('workload', 'core', 'pods/eviction', 'create'),
      rule('workload', 'core events.k8s.io', 'events', 'create patch'),
      rule('own', 'coordination.k8s.io', 'leases', READ),
    ],
  },
  'vpa-admission-controller': {
    rules: [...ownersOfPods, rule('own', 'coordination.k8s.io', 'leases', 'create get update')],
  },
};
