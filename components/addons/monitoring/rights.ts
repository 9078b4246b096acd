import type { KubeManifest } from '../../../toolchain/types';
import { find } from '../upstream';

/** A rule of a Role or ClusterRole. */
export type PolicyRule =
  ResourceRule | { readonly nonResourceURLs: readonly string[]; readonly verbs: readonly string[] };
interface ResourceRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const READ = ['get', 'list', 'watch'];

/** What Prometheus needs to find its targets and to scrape kubelets and the API server. */
export const PROMETHEUS_RIGHTS = [
  { apiGroups: [''], resources: ['nodes', 'pods', 'services', 'endpoints'], verbs: READ },
  { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
  { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
  { nonResourceURLs: ['/metrics'], verbs: ['get'] },
];

/** What upstream means by every verb. */
const ALL = [...READ, 'create', 'update', 'patch', 'delete', 'deletecollection'];

/** What the operator makes for its Prometheus and Alertmanager, which are in one namespace. */
const OWN = ['configmaps', 'secrets', 'statefulsets', 'pods', 'services', 'services/finalizers'];

/** What upstream's operator needs to find the kubelets. Our Prometheus finds them itself. */
const UNUSED = ['nodes', 'endpoints'];

/** What kube-state-metrics tells of: what an autoscaler acts on, and nothing else. */
export const STATE_RESOURCES = ['deployments', 'horizontalpodautoscalers', 'nodes', 'pods', 'replicasets'] as const;

/**
 * Upstream's rights of the operator, narrowed: it may touch Secrets, ConfigMaps and the like in its own namespace only, and no verb is a
 * wildcard.
 */
export function operatorRights(manifests: readonly KubeManifest[]): { own: ResourceRule[]; cluster: ResourceRule[] } {
  const rules = rulesOf(manifests, 'prometheus-operator');
  return {
    own: only(rules, (resource) => OWN.includes(resource)),
    cluster: only(rules, (resource) => !OWN.includes(resource) && !UNUSED.includes(resource)),
  };
}

/** Upstream's rights of kube-state-metrics, narrowed to what it is asked to tell of. */
export function stateRights(manifests: readonly KubeManifest[]): ResourceRule[] {
  return only(rulesOf(manifests, 'kube-state-metrics'), (resource) =>
    (STATE_RESOURCES as readonly string[]).includes(resource),
  );
}

function rulesOf(manifests: readonly KubeManifest[], name: string): readonly ResourceRule[] {
  return find(manifests, 'ClusterRole', name)['rules'] as readonly ResourceRule[];
}

function only(rules: readonly ResourceRule[], keep: (resource: string) => boolean): ResourceRule[] {
  return rules
    .map(({ apiGroups, resources, verbs }) => ({
      apiGroups,
      resources: resources.filter(keep),
      verbs: verbs.includes('*') ? ALL : verbs,
    }))
    .filter(({ resources }) => resources.length > 0);
}
