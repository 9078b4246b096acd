import type { Target } from '../types';
import type { TargetService } from './types';

/** What scales the service, as of a workload that is one. */
export function autoscalerOf(
  { hpa, scaledObject, vpa, minReplicas, settings }: TargetService,
  { autoscaler }: Pick<Target, 'autoscaler'>,
): Target['autoscaler'] {
  return {
    name: autoscaler.name,
    settings: settings ?? autoscaler.settings,
    ...(hpa !== undefined && { hpa }),
    ...(scaledObject !== undefined && { scaledObject }),
    ...(vpa !== undefined && { vpa }),
    ...(minReplicas !== undefined && { minReplicas }),
  };
}
