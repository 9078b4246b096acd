import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { DriverName } from '../../experiments/load/spec';
import type { Membership } from '../addons/istio/mesh';
import type { Cluster, Placement } from '../cluster/types';
import { labels } from '../labels';
import { ingressPolicy, type Allowance } from '../networkPolicies';
import { restrictedNamespace } from '../security';

export interface GeneratorArgs {
  readonly cluster: Cluster;
  /** What makes its pods members of a mesh. @default they are in none */
  readonly mesh?: Membership;
  /** The program that it is. @default k6 */
  readonly driver?: DriverName;
  /** What may reach its pods. @default nothing: it sends, and its results are in its log */
  readonly allowed?: readonly Allowance[];
  /** What must be there before the pods, and go after them. */
  readonly after?: readonly pulumi.Resource[];
}

/** Where the load generator runs: a namespace, its image, and nodes apart from the application's. */
export class Generator extends pulumi.ComponentResource {
  readonly namespace: pulumi.Output<string>;
  readonly image: pulumi.Output<string>;
  readonly placement: Placement;

  constructor(name: string, args: GeneratorArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:workload:Generator', name, {}, options);
    const child = { parent: this, provider: args.cluster.provider, deleteBeforeReplace: true };
    const namespace = new kubernetes.core.v1.Namespace(
      `${name}-namespace`,
      {
        metadata: {
          name: args.cluster.names.namespace('load'),
          labels: { ...labels('load', 'load-generator'), ...restrictedNamespace, ...args.mesh?.namespaceLabels },
        },
      },
      { ...child, dependsOn: [args.cluster.ready, ...(args.after ?? [])] },
    );
    new kubernetes.networking.v1.NetworkPolicy(
      `${name}-network-policy`,
      ingressPolicy({
        namespace: namespace.metadata.name,
        name: 'load',
        component: 'load-generator',
        allowed: args.allowed,
      }),
      child,
    );
    this.namespace = namespace.metadata.name;
    this.image = args.cluster.image(args.driver ?? 'k6');
    this.placement = args.cluster.placement.load ?? args.cluster.placement.system;
    this.registerOutputs({});
  }
}
