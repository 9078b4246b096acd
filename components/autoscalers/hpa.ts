import * as kubernetes from '@pulumi/kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import { labels } from '../labels';
import type { Claim } from './claims';
import { apiBehavior, scalingNotes, type HpaCommon } from './hpaSettings';
import type { Autoscaler, VariantArgs } from './types';

export type MetricSpec = kubernetes.types.input.autoscaling.v2.MetricSpec;

/**
 * The HorizontalPodAutoscaler of a variant.
 * @param annotations what an adapter reads from it
 */
export function createHpa(
  name: string,
  variant: string,
  args: VariantArgs<HpaCommon>,
  metrics: MetricSpec[],
  options: pulumi.ComponentResourceOptions,
  annotations?: Record<string, pulumi.Input<string>>,
): Autoscaler {
  const { minReplicas, maxReplicas, behavior } = args.settings;
  const hpa = new kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
    `${name}-hpa`,
    {
      metadata: {
        name: args.identity,
        namespace: args.workload.namespace,
        labels: labels(variant, 'autoscaler'),
        annotations,
      },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: args.workload.deployment },
        minReplicas,
        maxReplicas,
        metrics,
        behavior: behavior && apiBehavior(behavior),
      },
    },
    { ...options, provider: args.cluster.provider },
  );
  return { hpa: hpa.metadata.name, minReplicas };
}

/** The owner that a variant's HPA is. */
export const hpaOwner = (variant: string): string => `the HorizontalPodAutoscaler of ${variant}`;

export const replicasClaim = (variant: string): Claim => ({ thing: 'replicas', owner: hpaOwner(variant) });

export const hpaNotes = ({ minReplicas, maxReplicas, behavior }: HpaCommon): string[] =>
  scalingNotes(minReplicas, maxReplicas, behavior);
