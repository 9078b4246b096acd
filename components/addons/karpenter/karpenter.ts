import * as pulumi from '@pulumi/pulumi';
import type { KubeManifest } from '../../../toolchain/types';
import type { Cluster } from '../../cluster/types';
import { labels } from '../../labels';
import { ingressPolicy } from '../../networkPolicies';
import { access } from '../access';
import { install } from '../install';
import { fingerprint, namespace } from '../serving';
import { definitions } from '../upstream';
import { controller, METRICS_PORT, NAME, TYPES_CONFIG, TYPES_FILE } from './deployment';
import { kwokInstanceTypes } from './instanceTypes';
import { nodeClass, nodePoolObjects } from './objects';
import type { NodePools } from './settings';

export interface KarpenterArgs {
  readonly cluster: Cluster;
  /** Upstream's definitions. */
  readonly manifests: readonly KubeManifest[];
  readonly pools: NodePools;
}

const COMPONENT = 'nodes';

/**
 * Karpenter's core with its kwok provider: for pods that find no room it makes Node objects, and deletes those that are no longer needed. What starts and
 * stops the nodes themselves is the embedded cluster. The pools go first and their nodes with them, while Karpenter is still there to let go of them.
 */
export class Karpenter extends pulumi.ComponentResource {
  constructor(name: string, { cluster, manifests, pools }: KarpenterArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:Karpenter', name, {}, options);
    const home = cluster.names.namespace(NAME);
    const { roles, bindings } = access([NAME], COMPONENT, { own: home, workload: home, names: cluster.names });
    const types = JSON.stringify(kwokInstanceTypes(pools), undefined, 2);
    install(
      name,
      [
        [namespace(home, COMPONENT)],
        [
          ingressPolicy({
            namespace: home,
            name: NAME,
            component: COMPONENT,
            // Its metrics, for Prometheus in a namespace of its own.
            allowed: [{ ports: [METRICS_PORT], from: 'anyone' }],
          }),
          ...definitions(manifests, labels(NAME, COMPONENT)),
          ...roles,
          {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            metadata: { name: TYPES_CONFIG, namespace: home, labels: labels(NAME, COMPONENT) },
            data: { [TYPES_FILE]: types },
          },
        ],
        bindings,
        // It reads the types only once.
        [controller(cluster, home, fingerprint(types))],
        [nodeClass],
        nodePoolObjects(pools),
      ],
      { parent: this, cluster, identity: pulumi.output(name) },
    );
    this.registerOutputs({});
  }
}
