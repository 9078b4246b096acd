import { createHash } from 'node:crypto';
import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { Cluster } from '../cluster/types';
import type { DeploymentWorkload } from './ownSettings';
import type { Workload } from './types';

export interface RunningArgs {
  readonly cluster: Cluster;
  readonly settings: DeploymentWorkload;
  /** Set only where no autoscaler owns the number of replicas. */
  readonly replicas?: number;
  /** What must have taken an earlier owner of the replicas away. */
  readonly replicasAfter: pulumi.Resource;
}

/**
 * A Deployment that already runs, with its Service. Neither is the stack's: of the Deployment only the number of replicas is set, and both stay when
 * the stack goes.
 */
export class Running extends pulumi.ComponentResource {
  readonly workload: Workload;

  constructor(name: string, args: RunningArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:workload:Running', name, {}, options);
    const { cluster, settings, replicas, replicasAfter } = args;
    const { namespace, deployment, service, port, metrics } = settings;
    const child = { parent: this, provider: cluster.provider };
    // Reading them says that they are not there before an autoscaler is made for nothing.
    const found = kubernetes.apps.v1.Deployment.get(`${name}-deployment`, `${namespace}/${deployment}`, child);
    kubernetes.core.v1.Service.get(`${name}-service`, `${namespace}/${service ?? deployment}`, child);
    if (replicas !== undefined) {
      new kubernetes.apps.v1.DeploymentPatch(
        `${name}-replicas`,
        {
          metadata: { name: deployment, namespace, annotations: { 'pulumi.com/patchForce': 'true' } },
          spec: { replicas },
        },
        // Who gives the field up leaves a Deployment of one replica.
        { ...child, dependsOn: [found, replicasAfter], retainOnDelete: true, deleteBeforeReplace: true },
      );
    }
    this.workload = {
      namespace: pulumi.output(namespace),
      deployment: pulumi.output(deployment),
      service: pulumi.output(service ?? deployment),
      port,
      servedCounter: metrics?.servedCounter,
      revision: pulumi.jsonStringify(found.spec).apply(revisionOf),
    };
    this.registerOutputs({});
  }
}

/** Of a Deployment's spec: what its pods are like, and not how many they are. */
function revisionOf(spec: string | undefined): string {
  const { template } = JSON.parse(spec ?? '{}') as { template?: unknown };
  return createHash('sha256')
    .update(JSON.stringify(template ?? null))
    .digest('hex');
}
