import * as pulumi from '@pulumi/pulumi';
import { charts } from '../../../stacks/versions';
import type { Cluster, Placement } from '../../cluster/types';
import { installChart } from './chart';
import { controllerResources } from './resources';

export interface KedaValuesArgs {
  /** Namespace of the workload, the only one that is watched. */
  readonly watch: pulumi.Input<string>;
  readonly placement: Placement;
}

/** A first look after a second, where the chart waits 20. */
const soon = { initialDelaySeconds: 1, periodSeconds: 1 };

/** Values of the chart `keda`. */
export function kedaValues({ watch, placement }: KedaValuesArgs) {
  return {
    watchNamespace: watch,
    image: { pullPolicy: 'IfNotPresent' },
    // What they check, the testbed checks before anything is created.
    webhooks: { enabled: false },
    // Least rights: of all kinds that can be scaled only the built-in ones, and Secrets only in its own namespace.
    rbac: { enabledCustomScaledRefKinds: false },
    permissions: { operator: { restrict: { secret: true } }, metricServer: { restrict: { secret: true } } },
    operator: { readinessProbe: soon },
    metricsServer: { readinessProbe: soon },
    resources: { operator: controllerResources, metricServer: controllerResources },
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
  };
}

export interface KedaChartArgs {
  readonly cluster: Cluster;
  /** Namespace of the workload. */
  readonly watch: pulumi.Input<string>;
  readonly identity: pulumi.Output<string>;
}

/** KEDA by its Helm chart: ScaledObjects in one namespace, and their metrics as `external.metrics.k8s.io`. */
export class KedaChart extends pulumi.ComponentResource {
  constructor(name: string, args: KedaChartArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:KedaChart', name, {}, options);
    const { cluster, watch, identity } = args;
    installChart(
      name,
      {
        pin: charts.keda,
        namespace: cluster.names.namespace('keda'),
        allowed: [
          // The external metrics API.
          { ports: [6443], from: 'anyone' },
          // The adapter asks the operator for the metrics.
          { ports: [9666], from: 'namespace' },
        ],
        values: kedaValues({ watch, placement: cluster.placement.system }),
        // One resource, which another identity replaces: KEDA must have gone before another owner of its API comes.
        mode: 'release',
      },
      { parent: this, cluster, identity },
    );
    this.registerOutputs({});
  }
}
