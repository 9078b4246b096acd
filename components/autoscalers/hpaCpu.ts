import * as kubernetes from '@pulumi/kubernetes';
import { z } from 'zod';
import { labels } from '../labels';
import { apiBehavior, behavior, bounds } from './hpaSettings';
import type { Variant } from './types';

const settings = z
  .strictObject({
    ...bounds,
    /** Mean CPU usage of the pods as percent of their request. @default 80, as upstream, unless `targetAverageValue` is set */
    targetUtilization: z.int().min(1).max(1000).optional(),
    /** Mean CPU usage of the pods as a quantity, for example `150m`; instead of `targetUtilization`. */
    targetAverageValue: z
      .string()
      .regex(/^\d+(\.\d+)?m?$/, 'a CPU quantity such as 150m or 0.5')
      .optional(),
    behavior: behavior.optional(),
  })
  .refine((value) => value.minReplicas <= value.maxReplicas, {
    path: ['minReplicas'],
    error: 'must be at most maxReplicas',
  })
  .refine((value) => value.targetUtilization === undefined || value.targetAverageValue === undefined, {
    path: ['targetAverageValue'],
    error: 'cannot be set together with targetUtilization',
  });
export type HpaCpuSettings = z.infer<typeof settings>;

/** An HPA on the pods' CPU, which comes from metrics-server. */
export const hpaCpu: Variant<HpaCpuSettings> = {
  name: 'hpa-cpu',
  description: 'HorizontalPodAutoscaler on the mean CPU usage of the pods',
  settings,
  requires: () => ['metrics-server'],
  claims: () => [{ thing: 'the number of replicas', owner: "hpa-cpu's HorizontalPodAutoscaler" }],
  notice: () => ({ least: 0, mean: 22.5, worst: 45 }),
  create(name, args, options) {
    const { minReplicas, maxReplicas, behavior: rules } = args.settings;
    const hpa = new kubernetes.autoscaling.v2.HorizontalPodAutoscaler(
      `${name}-hpa`,
      {
        metadata: {
          name: args.identity,
          namespace: args.workload.namespace,
          labels: labels('hpa-cpu', 'autoscaler'),
        },
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: args.workload.deployment },
          minReplicas,
          maxReplicas,
          metrics: [{ type: 'Resource', resource: { name: 'cpu', target: target(args.settings) } }],
          behavior: rules && apiBehavior(rules),
        },
      },
      { ...options, provider: args.cluster.provider },
    );
    return { hpa: hpa.metadata.name };
  },
};

function target(settings: HpaCpuSettings) {
  return settings.targetAverageValue === undefined
    ? { type: 'Utilization', averageUtilization: settings.targetUtilization ?? 80 }
    : { type: 'AverageValue', averageValue: settings.targetAverageValue };
}
