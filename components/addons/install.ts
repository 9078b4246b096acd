import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { Cluster } from '../cluster/types';

/** An object of an add-on as it is going to be. What is besides these fields depends on its kind. */
export interface PlannedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: pulumi.Input<string>;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** The objects of an add-on by stages: each stage is made once the one before is ready, and goes before it. */
export type Plan = readonly (readonly PlannedObject[])[];

export interface Installation {
  /** The component that the objects belong to. */
  readonly parent: pulumi.Resource;
  readonly cluster: Cluster;
  /** Id of the add-on's identity: with another one all objects are replaced, the old ones first. */
  readonly identity: pulumi.Output<string>;
  /** What must be there before the first stage, besides the cluster. @default nothing */
  readonly after?: readonly pulumi.Resource[];
}

type Constructor = new (
  name: string,
  args: never,
  options?: pulumi.CustomResourceOptions,
) => pulumi.CustomResource & { metadata: unknown };

/** The SDK's classes, so that Pulumi knows the objects by their proper types. */
const classes: Readonly<Record<string, Constructor>> = {
  'v1/ConfigMap': kubernetes.core.v1.ConfigMap,
  'v1/Namespace': kubernetes.core.v1.Namespace,
  'v1/Secret': kubernetes.core.v1.Secret,
  'v1/Service': kubernetes.core.v1.Service,
  'v1/ServiceAccount': kubernetes.core.v1.ServiceAccount,
  'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration':
    kubernetes.admissionregistration.v1.MutatingWebhookConfiguration,
  'admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration':
    kubernetes.admissionregistration.v1.ValidatingWebhookConfiguration,
  'apiextensions.k8s.io/v1/CustomResourceDefinition': kubernetes.apiextensions.v1.CustomResourceDefinition,
  'apiregistration.k8s.io/v1/APIService': kubernetes.apiregistration.v1.APIService,
  'apps/v1/DaemonSet': kubernetes.apps.v1.DaemonSet,
  'apps/v1/Deployment': kubernetes.apps.v1.Deployment,
  'networking.k8s.io/v1/NetworkPolicy': kubernetes.networking.v1.NetworkPolicy,
  'rbac.authorization.k8s.io/v1/ClusterRole': kubernetes.rbac.v1.ClusterRole,
  'rbac.authorization.k8s.io/v1/ClusterRoleBinding': kubernetes.rbac.v1.ClusterRoleBinding,
  'rbac.authorization.k8s.io/v1/Role': kubernetes.rbac.v1.Role,
  'rbac.authorization.k8s.io/v1/RoleBinding': kubernetes.rbac.v1.RoleBinding,
};

/** Groups of custom resources that an add-on brings itself; they have no classes of their own. */
const CUSTOM = /^(monitoring\.coreos\.com|karpenter\.sh|karpenter\.kwok\.sh)\//;

/** Makes the plan's objects as resources named after them. */
export function install(name: string, plan: Plan, { parent, cluster, identity, after = [] }: Installation): void {
  let before: pulumi.Resource[] = [cluster.ready, ...after];
  const namespaces = new Map<unknown, pulumi.Resource>();
  for (const stage of plan) {
    const made = stage.map((object) => {
      const { apiVersion, kind, metadata } = object;
      const type = CUSTOM.test(apiVersion) ? kubernetes.apiextensions.CustomResource : classes[`${apiVersion}/${kind}`];
      if (type === undefined) throw new Error(`${kind} ${metadata.name}: add ${apiVersion} ${kind} to the table here`);
      const resource = new type(
        `${name}-${kind.toLowerCase()}-${metadata.name.replaceAll(':', '-')}`,
        { ...object, metadata: identity.apply(() => pulumi.output(metadata)) } as never,
        {
          parent,
          provider: cluster.provider,
          deleteBeforeReplace: true,
          dependsOn: before,
          // One deletion of a namespace is faster than many of what is in it.
          deletedWith: namespaces.get(metadata.namespace),
        },
      );
      if (kind === 'Namespace') namespaces.set(metadata.name, resource);
      return resource;
    });
    before = [...before, ...made];
  }
}
