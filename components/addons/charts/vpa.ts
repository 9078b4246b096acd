import * as pulumi from '@pulumi/pulumi';
import { charts } from '../../../stacks/versions';
import type { VpaFlags } from '../../autoscalers/types';
import type { Cluster, Placement } from '../../cluster/types';
import { restrictedContainer, restrictedPod } from '../../security';
import { installChart } from './chart';
import { releaseName } from './releaseName';
import { controllerResources, resources } from './resources';

export interface VpaValuesArgs {
  /** What its objects are called, the cluster-wide ones as well. */
  readonly name: string;
  /** Namespace of the workload, the only one that is watched. */
  readonly watch: pulumi.Input<string>;
  /** Flags of the programs that differ from upstream's defaults. @default none */
  readonly flags?: VpaFlags;
  readonly placement: Placement;
}

/** Values of the chart `vertical-pod-autoscaler`. */
export function vpaValues({ name, watch, flags, placement }: VpaValuesArgs) {
  const { nodeSelector, tolerations } = placement;
  const program = (own: Readonly<Record<string, string>> = {}) => ({
    // One of each: a second would only wait for the lease of the first.
    replicas: 1,
    // A budget of one of one would keep a node from being drained.
    podDisruptionBudget: { enabled: false },
    extraArgs: [
      pulumi.interpolate`--vpa-object-namespace=${watch}`,
      ...Object.entries(own).map(([flag, value]) => `--${flag}=${value}`),
    ],
    resources: controllerResources,
    nodeSelector,
    tolerations,
  });
  return {
    fullnameOverride: name,
    podSecurityContext: restrictedPod,
    containerSecurityContext: restrictedContainer,
    recommender: program(flags?.recommender),
    updater: program(flags?.updater),
    admissionController: {
      ...program(flags?.admissionController),
      // A pod that it does not answer for in time starts as it is; pods of others are not asked about.
      mutatingWebhookConfiguration: {
        failurePolicy: 'Ignore',
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': watch } },
        timeoutSeconds: 10,
      },
      certGen: { resources: resources('10m', '32Mi', '64Mi'), nodeSelector, tolerations },
    },
  };
}

/** Values with which the chart has nothing but the definitions of its custom resources. */
export const vpaDefinitionsValues = {
  rbac: { create: false },
  recommender: { enabled: false },
  updater: { enabled: false },
  admissionController: { enabled: false },
};

export interface VpaChartArgs {
  readonly cluster: Cluster;
  /** Namespace of the workload. */
  readonly watch: pulumi.Input<string>;
  readonly flags?: VpaFlags;
  readonly identity: pulumi.Output<string>;
}

/** The vertical pod autoscaler by its Helm chart: recommender, updater and admission controller, for one namespace. */
export class VpaChart extends pulumi.ComponentResource {
  constructor(name: string, args: VpaChartArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:VpaChart', name, {}, options);
    const { cluster, watch, flags, identity } = args;
    const release = releaseName('vpa', cluster.names);
    const definitions = installChart(
      `${name}-definitions`,
      {
        pin: charts.vpa,
        // Nothing of it is in a namespace.
        namespace: 'kube-system',
        release: 'vpa-definitions',
        values: vpaDefinitionsValues,
        // Helm never deletes what is in a chart's directory `crds`, Pulumi does.
        mode: 'chart',
      },
      { parent: this, cluster },
    );
    installChart(
      name,
      {
        pin: charts.vpa,
        namespace: cluster.names.namespace('vpa'),
        release: 'vpa',
        // The webhook.
        allowed: [{ ports: [8000], from: 'anyone' }],
        values: vpaValues({ name: release, watch, flags, placement: cluster.placement.system }),
        // Its hooks make the webhook's certificate.
        mode: 'release',
        skipCrds: true,
      },
      { parent: this, cluster, identity, dependsOn: [definitions] },
    );
    this.registerOutputs({});
  }
}
