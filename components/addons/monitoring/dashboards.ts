import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { dashboardFiles } from '../../../dashboards';
import type { Cluster } from '../../cluster/types';
import { labels } from '../../labels';

export interface DashboardsArgs {
  readonly cluster: Cluster;
  /** Namespace that Grafana's sidecar looks into; by its chart's default it looks into its own only. */
  readonly namespace: pulumi.Input<string>;
  /** JSON by file name. @default all of the testbed's dashboards */
  readonly files?: Readonly<Record<string, string>>;
  /** What must be there before, besides the cluster: the namespace. @default nothing */
  readonly after?: readonly pulumi.Resource[];
}

/** Dashboards as ConfigMaps that the sidecar of Grafana's Helm chart loads, by its default label. */
export class Dashboards extends pulumi.ComponentResource {
  constructor(name: string, args: DashboardsArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:addons:Dashboards', name, {}, options);
    for (const [file, json] of Object.entries(args.files ?? dashboardFiles())) {
      const dashboard = file.replace(/\.json$/, '');
      new kubernetes.core.v1.ConfigMap(
        `${name}-${dashboard}`,
        {
          metadata: {
            name: `dashboard-${dashboard}`,
            namespace: args.namespace,
            labels: { ...labels(dashboard, 'dashboard'), grafana_dashboard: '1' },
          },
          data: { [file]: json },
        },
        {
          parent: this,
          provider: args.cluster.provider,
          deleteBeforeReplace: true,
          dependsOn: [args.cluster.ready, ...(args.after ?? [])],
        },
      );
    }
    this.registerOutputs({});
  }
}
