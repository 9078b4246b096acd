import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { labels } from '../labels';
import type { Workload } from '../workload/types';
import type { Claim } from './claims';
import { replicasClaim } from './hpa';
import { kedaSpec, restsAtZero, type KedaSettings } from './kedaSettings';
import type { Autoscaler, PrometheusService, VariantArgs } from './types';

/** One entry of a ScaledObject's `triggers`; KEDA's metadata are strings. */
export interface Trigger {
  readonly type: string;
  readonly name?: string;
  readonly metricType?: string | undefined;
  readonly useCachedMetrics?: boolean | undefined;
  readonly metadata: Readonly<Record<string, pulumi.Input<string> | undefined>>;
}

/** KEDA's ScaledObject of a variant. */
export function createScaledObject(
  name: string,
  variant: string,
  args: VariantArgs<KedaSettings>,
  triggers: readonly Trigger[],
  options: pulumi.ComponentResourceOptions,
): Autoscaler {
  const object = new kubernetes.apiextensions.CustomResource(
    `${name}-scaledobject`,
    {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata: {
        name: args.identity,
        namespace: args.workload.namespace,
        labels: labels(variant, 'autoscaler'),
      },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: args.workload.deployment },
        ...kedaSpec(args.settings),
        triggers: [...triggers],
      },
    },
    { ...options, provider: args.cluster.provider },
  );
  const scaledObject = object.metadata.name;
  return {
    scaledObject,
    hpa: pulumi.interpolate`keda-hpa-${scaledObject}`,
    minReplicas: restsAtZero(args.settings) ? 0 : args.settings.minReplicaCount,
  };
}

/** KEDA's metrics server serves `external.metrics.k8s.io` wherever KEDA is installed, whatever the triggers are. */
export const kedaClaims = (variant: string): Claim[] => [
  replicasClaim(variant),
  { thing: 'externalMetrics', owner: "KEDA's metrics server" },
];

/** Address of Prometheus inside the cluster. */
export const prometheusAddress = ({ namespace, service, port }: PrometheusService): pulumi.Output<string> =>
  pulumi.interpolate`http://${service}.${namespace}.svc:${port}`;

/** What stands in a query for the labels of the workload's pods; prometheus-adapter's templates have the same. */
export const MATCHERS = '<<.LabelMatchers>>';

/** A query of which each `<<.LabelMatchers>>` stands for the pods of the workload. */
export function workloadQuery(query: string, { namespace, deployment }: Workload): pulumi.Output<string> {
  // A pod's name is DEPLOYMENT-REPLICASET-POD; the last two have no hyphen, so that another Deployment's with a longer name is none.
  return pulumi
    .all([namespace, deployment])
    .apply(([inside, name]) => query.replaceAll(MATCHERS, `namespace="${inside}",pod=~"${name}-[^-]+-[^-]+"`));
}
