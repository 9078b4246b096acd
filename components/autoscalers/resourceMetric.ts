import { z } from 'zod';
import { hpaOwner, type MetricSpec } from './hpa';
import { scaleUpTolerance, scaleUpWindow, type Behavior } from './hpaSettings';
import type { Claim } from './claims';
import { averagingLag, held, periodic, PERIODS } from './notice';
import type { Notice } from './types';

export type ResourceName = 'cpu' | 'memory';

export const cpuQuantity = z.string().regex(/^\d+(\.\d+)?m?$/, { error: 'a CPU quantity such as 150m or 0.5' });
export const memoryQuantity = z
  .string()
  .regex(/^\d+(\.\d+)?([KMGT]i|[kMGT])?$/, { error: 'a memory quantity such as 96Mi or 0.5Gi' });

/** The settings of a resource metric. */
export const resourceTarget = (resource: ResourceName) => ({
  /** Mean usage of the pods as percent of their request. @default 80, upstream's for CPU, unless `targetAverageValue` is set */
  targetUtilization: z.int().min(1).max(1000).optional(),
  /** Mean usage of the pods as a quantity; instead of `targetUtilization`. */
  targetAverageValue: (resource === 'cpu' ? cpuQuantity : memoryQuantity).optional(),
  /** Only the usage of the containers with this name. @default all containers of a pod */
  container: z.string().min(1).optional(),
});

export interface ResourceTarget {
  readonly targetUtilization?: number | undefined;
  readonly targetAverageValue?: string | undefined;
  readonly container?: string | undefined;
}

export const oneTarget = z.refine<ResourceTarget>(
  (value) => value.targetUtilization === undefined || value.targetAverageValue === undefined,
  { path: ['targetAverageValue'], error: 'cannot be set together with targetUtilization' },
);

/** The metric of an HPA: usage of the pods, or of one container of each. */
export function resourceMetric(name: ResourceName, settings: ResourceTarget): MetricSpec {
  const { container } = settings;
  const target =
    settings.targetAverageValue === undefined
      ? { type: 'Utilization', averageUtilization: settings.targetUtilization ?? 80 }
      : { type: 'AverageValue', averageValue: settings.targetAverageValue };
  return container === undefined
    ? { type: 'Resource', resource: { name, target } }
    : { type: 'ContainerResource', containerResource: { name, container, target } };
}

/** An HPA on a resource; a VPA on the same one is its rival. */
export const resourceClaim = (thing: ResourceName, variant: string): Claim => ({ thing, owner: hpaOwner(variant) });

/**
 * Time to notice through kubelet, metrics-server and HPA: 22.5 s on average and 45 s at worst with their defaults, and for CPU the lag
 * of an average, because metrics-server gives the usage between its last two samples
 * (https://github.com/kubernetes-sigs/metrics-server/blob/v0.9.0/pkg/storage/pod.go). Memory is what it is at the moment.
 */
export function resourceNotice(name: ResourceName, behavior: Behavior | undefined): Notice {
  const lag = name === 'cpu' ? averagingLag(PERIODS.metricsServer, scaleUpTolerance(behavior)) : 0;
  return held(periodic(lag, PERIODS.kubelet, PERIODS.metricsServer, PERIODS.hpaSync), scaleUpWindow(behavior));
}
