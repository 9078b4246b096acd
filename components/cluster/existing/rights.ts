import { connect, type Kube } from '../../../experiments/kube';
import { DRIVER_NAMES } from '../../../experiments/load/spec';
import { PROMETHEUS_RIGHTS } from '../../addons/monitoring/rights';
import { addons, optionalAddons } from '../../addons/registry';
import type { Names } from '../names';
import type { Needs, Provided } from '../types';

/** One thing that the testbed does in a cluster. */
export interface Right {
  readonly group: string;
  /** With the subresource, if one is meant: `pods/log`. */
  readonly resource: string;
  readonly verb: string;
  /** Undefined: in all of the cluster. */
  readonly namespace?: string;
}

const READ = ['get', 'list', 'watch'];
/** What it takes to make an object by server-side apply, to wait for it, and to take it away. */
const OWN = [...READ, 'create', 'patch', 'delete'];

function rights(group: string, resources: string, verbs: readonly string[], namespace?: string): Right[] {
  return resources.split(' ').flatMap((resource) => verbs.map((verb) => ({ group, resource, verb, namespace })));
}

/**
 * What the testbed does with a configuration, besides what it lets its own programs do.
 * @param charts whether add-ons come by their charts, whose roles are upstream's
 */
export function neededRights(needs: Needs, provided: readonly Provided[], names: Names, charts = false): Right[] {
  const [app, load, monitoring, gateway] = ['app', 'load', 'monitoring', 'istio-ingress'].map((part) =>
    names.namespace(part),
  );
  const installs = needs.addons.filter(
    (name) => name !== 'prometheus' && !(provided as readonly string[]).includes(name),
  );
  const rbac = 'rbac.authorization.k8s.io';
  const policies = 'networking.k8s.io';
  return [
    ...rights('', 'namespaces', OWN),
    ...rights('', 'nodes', ['list', 'watch']),
    ...[app, monitoring].flatMap((namespace) => rights(policies, 'networkpolicies', OWN, namespace)),
    ...rights('', 'services', OWN, app),
    ...rights('apps', 'deployments', OWN, app),
    ...rights('autoscaling', 'horizontalpodautoscalers', OWN, app),
    ...rights('', 'pods events', READ, app),
    ...rights('metrics.k8s.io', 'pods', ['list'], app),
    ...(DRIVER_NAMES.some((name) => needs.images.includes(name))
      ? [
          ...rights(policies, 'networkpolicies', OWN, load),
          ...rights('batch', 'jobs', ['list', 'create', 'delete'], load),
          ...rights('', 'configmaps services', ['list', 'create', 'delete'], load),
          // Locust's workers, where they are autoscaled; and whatever a run may have left is looked for.
          ...rights('apps', 'deployments', ['list', 'create', 'delete'], load),
          ...rights('autoscaling', 'horizontalpodautoscalers', ['list', 'create', 'delete'], load),
          ...(needs.images.includes('locust') ? rights('', 'services/proxy', ['get'], load) : []),
          ...rights('', 'pods', READ, load),
          ...rights('', 'pods/log', ['get'], load),
        ]
      : []),
    ...rights('', 'serviceaccounts configmaps services', OWN, monitoring),
    ...rights('', 'services/proxy', ['get'], monitoring),
    ...rights('apps', 'deployments', OWN, monitoring),
    ...rights(rbac, 'clusterroles clusterrolebindings', OWN),
    // Nobody can hand out more than he has.
    ...PROMETHEUS_RIGHTS.flatMap(({ apiGroups: [group = ''] = [], resources = [], verbs }) =>
      resources.flatMap((resource) => rights(group, resource, verbs)),
    ),
    ...(installs.length > 0
      ? [
          ...rights('apiregistration.k8s.io', 'apiservices', OWN),
          ...rights(rbac, 'rolebindings', OWN, 'kube-system'),
          ...installs.flatMap((name) => [
            ...rights('', 'serviceaccounts services secrets configmaps', OWN, names.namespace(name)),
            ...rights('apps', 'deployments', OWN, names.namespace(name)),
            ...rights(rbac, 'roles rolebindings', OWN, names.namespace(name)),
            ...rights(policies, 'networkpolicies', OWN, names.namespace(name)),
          ]),
        ]
      : []),
    ...(['keda', 'vpa', 'gateway-api'].some((name) => installs.includes(name)) || needs.operator
      ? rights('apiextensions.k8s.io', 'customresourcedefinitions', OWN)
      : []),
    // Upstream's roles in the charts have wildcards, and nobody can hand out more than he has.
    ...(charts && optionalAddons.some((name) => installs.includes(name) && addons[name].fromChart !== undefined)
      ? rights('*', '*', ['*'])
      : []),
    // They may more than the testbed does itself, Argo CD and Istio nearly everything.
    ...(['istio', 'k6-operator', 'argo-cd'].some((name) => installs.includes(name)) ? rights('*', '*', ['*']) : []),
    // Its objects for the workload.
    ...(needs.addons.includes('istio') ? rights('security.istio.io', 'peerauthentications', OWN, app) : []),
    ...(needs.addons.includes('gateway-api')
      ? [
          ...rights('gateway.networking.k8s.io', 'httproutes', OWN, app),
          ...rights('gateway.networking.k8s.io', 'gateways', OWN, gateway),
          ...rights('', 'configmaps', OWN, gateway),
          ...rights(policies, 'networkpolicies', OWN, gateway),
          // What the load is going to ask for is asked for through it.
          ...rights('', 'services/proxy', ['get'], gateway),
        ]
      : []),
    ...(installs.includes('vpa') ? rights('admissionregistration.k8s.io', 'mutatingwebhookconfigurations', OWN) : []),
  ];
}

/** Those of the rights that the API server says this user has not. */
export async function missingRights(kubeconfig: string, needed: readonly Right[]): Promise<Right[]> {
  const kube = connect(kubeconfig);
  // Administrators have everything, which takes one question instead of a hundred.
  if (await may(kube, { group: '*', resource: '*', verb: '*' })) return [];
  const missing: Right[] = [];
  // Some at a time: an API server has limits for each user.
  for (let at = 0; at < needed.length; at += 10) {
    const some = needed.slice(at, at + 10);
    const answers = await Promise.all(some.map((right) => may(kube, right)));
    missing.push(...some.filter((_, index) => !answers[index]));
  }
  return missing;
}

async function may(kube: Kube, { group, resource: path, verb, namespace }: Right): Promise<boolean> {
  const [resource, subresource] = path.split('/');
  const review = await kube.call<{ status: { allowed: boolean } }>(
    'POST',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    {
      body: {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes: { group, resource, subresource, verb, namespace } },
      },
    },
  );
  return review.status.allowed;
}

/** One line for each resource: `create, patch deployments.apps in testbed-dev-app`. */
export function rightsText(missing: readonly Right[]): string[] {
  const lines = new Map<string, string[]>();
  for (const { group, resource, verb, namespace } of missing) {
    const what = `${group === '' ? resource : `${resource}.${group}`} in ${namespace ?? 'the whole cluster'}`;
    const verbs = lines.get(what) ?? [];
    if (!verbs.includes(verb)) verbs.push(verb);
    lines.set(what, verbs);
  }
  return [...lines].map(([what, verbs]) => `${verbs.join(', ')} ${what}`);
}
