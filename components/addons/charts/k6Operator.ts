import * as pulumi from '@pulumi/pulumi';
import { charts } from '../../../stacks/versions';
import type { Cluster, Placement } from '../../cluster/types';
import { restrictedContainer, restrictedPod } from '../../security';
import { installChart } from './chart';
import { resources } from './resources';

/** Values of the chart `k6-operator`. */
export function k6OperatorValues({ nodeSelector, tolerations }: Placement) {
  return {
    namespace: { create: false },
    // TestRuns of its own namespace only; otherwise it could read every Secret of the cluster.
    rbac: { namespaced: true },
    // It sends no load itself, so it needs no place in a mesh.
    podLabels: { 'sidecar.istio.io/inject': 'false', 'istio.io/dataplane-mode': 'none' },
    nodeSelector,
    tolerations,
    manager: {
      logging: { development: false },
      resources: resources('50m', '64Mi', '256Mi'),
      podSecurityContext: restrictedPod,
      containerSecurityContext: restrictedContainer,
    },
  };
}

export interface K6OperatorArgs {
  readonly cluster: Cluster;
  /** Namespace of the load generator, where the TestRuns are. */
  readonly namespace: string;
  /** What has made the namespace. */
  readonly generator: pulumi.Resource;
}

/** k6-operator: it runs a k6 script in many pods at once (TestRun). */
export class K6Operator extends pulumi.ComponentResource {
  constructor(name: string, args: K6OperatorArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:K6Operator', name, {}, options);
    const { cluster, namespace, generator } = args;
    installChart(
      name,
      {
        pin: charts.k6Operator,
        namespace,
        sharesNamespace: true,
        values: k6OperatorValues(cluster.placement.load ?? cluster.placement.system),
        // One resource: its definitions are among the templates, and Helm makes them before what needs them.
        mode: 'release',
      },
      { parent: this, cluster, dependsOn: [generator] },
    );
    this.registerOutputs({});
  }
}
