import type { Target } from './types';

/** What of a target goes into journals and results: by name, so that no secret of it can slip in. */
export function shownTarget(target: Target): Omit<Target, 'kubeconfig'> {
  const { workload, ingress, autoscaler, services, prometheus, generator } = target;
  return { workload, ...(ingress && { ingress }), autoscaler, ...(services && { services }), prometheus, generator };
}
