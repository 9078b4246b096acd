import type * as pulumi from '@pulumi/pulumi';
import type { Names } from '../cluster/names';
import { labels } from '../labels';
import { accounts, type Account, type Rule, type Scope } from './rights';
import type { PlannedObject } from './install';

export interface Places {
  /** Namespace of the add-on. */
  readonly own: string;
  /** Namespace of the application under test. */
  readonly workload: pulumi.Input<string>;
  /** What cluster-wide objects are called. */
  readonly names: Names;
}

const RBAC = 'rbac.authorization.k8s.io';
const API = `${RBAC}/v1`;

/** ServiceAccounts with their roles, and the bindings of both. */
export function access(names: readonly Account[], component: string, places: Places) {
  const objects = names.map((name) => accessOf(name, component, places));
  return { roles: objects.flatMap(({ roles }) => roles), bindings: objects.flatMap(({ bindings }) => bindings) };
}

function accessOf(name: Account, component: string, places: Places) {
  const { rules, servesApi } = accounts[name];
  const common = labels(name, component);
  const subjects = [{ kind: 'ServiceAccount', name, namespace: places.own }];
  const scopes = [...new Set(rules.map(({ scope }) => scope))];
  const roles: PlannedObject[] = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: places.own, labels: common } },
  ];
  const bindings: PlannedObject[] = [];
  for (const scope of scopes) {
    const metadata = { ...place(scope), labels: common };
    const kind = scope === 'cluster' ? 'ClusterRole' : 'Role';
    roles.push({ apiVersion: API, kind, metadata, rules: rules.filter((rule) => rule.scope === scope).map(apiRule) });
    bindings.push({
      apiVersion: API,
      kind: `${kind}Binding`,
      metadata,
      roleRef: { apiGroup: RBAC, kind, name: metadata.name },
      subjects,
    });
  }
  if (servesApi) bindings.push(...delegation());
  return { roles, bindings };

  function place(scope: Scope): { name: string; namespace?: pulumi.Input<string> } {
    if (scope === 'cluster') return { name: places.names.global(`testbed:${name}`) };
    if (scope === 'node leases')
      return { name: places.names.global(`${name}-node-leases`), namespace: 'kube-node-lease' };
    return scope === 'own' ? { name, namespace: places.own } : { name: `${name}-workload`, namespace: places.workload };
  }

  /** Whoever extends the API server asks it who its callers are and what they may do. */
  function delegation(): PlannedObject[] {
    return [
      {
        apiVersion: API,
        kind: 'ClusterRoleBinding',
        metadata: { name: places.names.global(`testbed:${name}:auth-delegator`), labels: common },
        roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'system:auth-delegator' },
        subjects,
      },
      {
        apiVersion: API,
        kind: 'RoleBinding',
        metadata: { name: places.names.global(`${name}-auth-reader`), namespace: 'kube-system', labels: common },
        roleRef: { apiGroup: RBAC, kind: 'Role', name: 'extension-apiserver-authentication-reader' },
        subjects,
      },
    ];
  }
}

function apiRule({ apiGroups, resources, verbs }: Rule) {
  return { apiGroups, resources, verbs };
}
