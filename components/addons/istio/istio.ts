import * as pulumi from '@pulumi/pulumi';
import { charts, type ChartPin } from '../../../stacks/versions';
import type { Cluster } from '../../cluster/types';
import { installChart, type ChartSpec } from '../charts/chart';
import type { MeshMode } from './mesh';
import { baseValues, cniValues, istiodValues, ztunnelValues } from './values';

export interface IstioArgs {
  readonly cluster: Cluster;
  readonly mode: Exclude<MeshMode, 'none'>;
}

/**
 * Istio by its Helm charts, one after the other: definitions, the nodes' plugin, the control plane, and in ambient mode the nodes' proxy. It must be
 * there before the pods of the mesh are, which get their proxies when they are created, and go after them.
 */
export class Istio extends pulumi.ComponentResource {
  constructor(name: string, args: IstioArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:Istio', name, {}, options);
    const { cluster, mode } = args;
    const namespace = cluster.names.namespace('istio-system');
    const values = { mode, namespace, placement: cluster.placement.system };
    const steps: readonly { part: string; pin: ChartPin; values: ChartSpec['values'] }[] = [
      { part: 'base', pin: charts.istioBase, values: baseValues(values) },
      { part: 'istiod', pin: charts.istiod, values: istiodValues(values) },
      { part: 'cni', pin: charts.istioCni, values: cniValues(values) },
      ...(mode === 'ambient' ? [{ part: 'ztunnel', pin: charts.ztunnel, values: ztunnelValues(values) }] : []),
    ];
    let before: pulumi.Resource[] = [];
    for (const [index, { part, pin, values: own }] of steps.entries()) {
      const made = installChart(
        `${name}-${part}`,
        {
          pin,
          namespace,
          sharesNamespace: index > 0,
          // The nodes' plugin and proxy change the network of other pods: they need capabilities and folders of the host.
          podSecurity: 'privileged',
          // What proxies are told and certified, and the webhooks.
          allowed: [{ ports: [15012, 15017], from: 'anyone' }],
          release: `istio-${part}`,
          values: own,
          // istiod writes into its own webhook configurations, which Pulumi would take for a difference.
          mode: 'release',
        },
        { parent: this, cluster, dependsOn: before },
      );
      before = [...before, made];
    }
    this.registerOutputs({});
  }
}
