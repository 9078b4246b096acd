import * as kubernetes from '@pulumi/kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import type { Membership } from '../addons/istio/mesh';
import type { Cluster } from '../cluster/types';
import { labels } from '../labels';
import { ingressPolicy } from '../networkPolicies';
import { securedNamespace, type SecurityStandard } from '../security';

export interface ApplicationNamespaceArgs {
  readonly cluster: Cluster;
  /** Of the application, for the labels. */
  readonly application: string;
  /** The container ports that its pods are asked at. */
  readonly ports: readonly number[];
  /** Pod Security Standard that the API server holds its pods to. @default restricted */
  readonly standard?: SecurityStandard;
  readonly mesh?: Membership;
  /** What must be there before it, and go after it. */
  readonly after?: readonly pulumi.Resource[];
}

/** The namespace of the application under test with its NetworkPolicy. */
export function applicationNamespace(
  name: string,
  { cluster, application, ports, standard, mesh, after = [] }: ApplicationNamespaceArgs,
  options: pulumi.CustomResourceOptions,
): kubernetes.core.v1.Namespace {
  const namespace = new kubernetes.core.v1.Namespace(
    `${name}-namespace`,
    {
      metadata: {
        name: cluster.names.namespace('app'),
        labels: { ...labels(application, 'application'), ...securedNamespace(standard), ...mesh?.namespaceLabels },
      },
    },
    { ...options, deleteBeforeReplace: true, dependsOn: [cluster.ready, ...after] },
  );
  new kubernetes.networking.v1.NetworkPolicy(
    `${name}-network-policy`,
    ingressPolicy({
      namespace: namespace.metadata.name,
      name: application,
      component: 'application',
      // The load generator, other services and Prometheus, and the API server's proxy, through which the preflight asks.
      allowed: [{ ports: [...ports, ...(mesh?.ports ?? [])], from: 'anyone' }],
    }),
    { ...options, deleteBeforeReplace: true },
  );
  return namespace;
}
