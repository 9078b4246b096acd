import type { Target } from '../types';

/**
 * The target without the gateway before it: what is measured is a copy of the workload with a Service of its own, to which no gateway leads.
 * @throws where the copy would not answer the load generator, which is outside the mesh
 */
export function direct(target: Target): Target {
  const { ingress, ...rest } = target;
  if (ingress !== undefined && target.workload.meshOnly === true)
    throw new Error(
      `The load generator is outside the mesh, because the load goes through the gateway ${ingress.namespace}/${ingress.service}, and a copy of ` +
        'the workload, which is what is measured, answers only the mesh. Set istio.loadThroughGateway to false and bring the testbed up again.',
    );
  return rest;
}
