import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { z } from 'zod';
import { charts } from '../../../stacks/versions';
import type { Cluster, Placement } from '../../cluster/types';
import { labels } from '../../labels';
import { installChart } from './chart';
import { resources } from './resources';

/** The configuration's key `argoCd`: manifests that belong to the workload. */
export const argoCdSettings = z.strictObject({
  /** A public Git repository, by https. */
  repository: z.string().regex(/^https:\/\/\S+$/, 'must be the https address of a Git repository'),
  /** Folder of the manifests in it. */
  path: z.string().min(1).default('.'),
  /** Branch, tag or commit; a commit makes runs comparable. @default HEAD */
  revision: z.string().min(1).default('HEAD'),
});
export type ArgoCdSettings = Readonly<z.infer<typeof argoCdSettings>>;

/** Values of the chart `argo-cd`: what it takes to keep one Application, and nothing else. */
export function argoCdValues({ nodeSelector, tolerations }: Placement) {
  const small = resources('20m', '32Mi', '128Mi');
  return {
    // The namespace has a NetworkPolicy of ours.
    global: { nodeSelector, tolerations, networkPolicy: { create: false } },
    // Nothing is to be left when the stack goes.
    crds: { keep: false },
    dex: { enabled: false },
    notifications: { enabled: false },
    applicationSet: { replicas: 0, resources: small },
    controller: { resources: resources('100m', '256Mi', '1Gi') },
    repoServer: { resources: resources('50m', '128Mi', '512Mi') },
    server: { resources: resources('50m', '96Mi', '256Mi') },
    redis: { resources: small },
    redisSecretInit: { resources: small },
  };
}

export interface ArgoCdArgs {
  readonly cluster: Cluster;
  readonly settings: ArgoCdSettings;
  /** Namespace of the workload, the only one that its Application may change. */
  readonly destination: pulumi.Input<string>;
}

const API = 'argoproj.io/v1alpha1';
const NAME = 'workload';

/** Argo CD with one Application, which keeps manifests of a Git repository in the workload's namespace. */
export class ArgoCd extends pulumi.ComponentResource {
  constructor(name: string, args: ArgoCdArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:ArgoCd', name, {}, options);
    const { cluster, settings, destination } = args;
    const namespace = cluster.names.namespace('argo-cd');
    const chart = installChart(
      name,
      {
        pin: charts.argoCd,
        namespace,
        // Its parts ask each other: server, repository server, Redis.
        allowed: [{ ports: [8080, 8081, 6379], from: 'namespace' }],
        values: argoCdValues(cluster.placement.system),
        // A hook makes the password of its Redis.
        mode: 'release',
      },
      { parent: this, cluster },
    );
    const child = { parent: this, provider: cluster.provider, deleteBeforeReplace: true };
    const metadata = { name: NAME, namespace, labels: labels(NAME, 'gitops') };
    const target = { server: 'https://kubernetes.default.svc', namespace: destination };
    const project = new kubernetes.apiextensions.CustomResource(
      `${name}-project`,
      {
        apiVersion: API,
        kind: 'AppProject',
        metadata,
        // No list of cluster-wide kinds: none is allowed.
        spec: { sourceRepos: [settings.repository], destinations: [target] },
      },
      { ...child, dependsOn: chart },
    );
    new kubernetes.apiextensions.CustomResource(
      `${name}-application`,
      {
        apiVersion: API,
        kind: 'Application',
        metadata,
        spec: {
          project: project.metadata.name,
          source: { repoURL: settings.repository, path: settings.path, targetRevision: settings.revision },
          destination: target,
          // The number of replicas is the autoscaler's.
          ignoreDifferences: [{ group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] }],
          syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['RespectIgnoreDifferences=true'] },
        },
      },
      child,
    );
    this.registerOutputs({});
  }
}
