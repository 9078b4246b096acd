import type { V1EndpointSlice, V1Ingress, V1Service } from '@kubernetes/client-node';
import type { KubeObject } from '../object';
import { READY, waiting, type Readiness, type Rule } from './types';

function hasPods({ spec }: V1Service): boolean {
  return spec?.type !== 'ExternalName' && spec?.clusterIP !== 'None' && Object.keys(spec?.selector ?? {}).length > 0;
}

function checkService(object: KubeObject, slices: readonly KubeObject[]): Readiness {
  const value = object as unknown as V1Service;
  if (value.spec?.type === 'LoadBalancer' && (value.status?.loadBalancer?.ingress ?? []).length === 0) {
    return waiting('no address was given to the load balancer yet; does the cluster have one?');
  }
  if (!hasPods(value)) return READY;
  const endpoints = slices.flatMap((slice) => (slice as unknown as V1EndpointSlice).endpoints ?? []);
  // A missing condition counts as ready, by the API's definition.
  if (endpoints.some((endpoint) => endpoint.conditions?.ready !== false)) return READY;
  return waiting(
    endpoints.length > 0
      ? `none of its ${endpoints.length} pods is ready`
      : 'it targets no pods: they may not exist yet, or spec.selector does not match their labels',
  );
}

/** Services without a selector, headless ones and ExternalName are ready at once; others with their first ready endpoint. */
export const service: Rule = {
  check: checkService,
  needs: (object) =>
    hasPods(object as unknown as V1Service)
      ? {
          apiVersion: 'discovery.k8s.io/v1',
          kind: 'EndpointSlice',
          namespace: object.metadata.namespace,
          selector: { labelSelector: `kubernetes.io/service-name=${object.metadata.name}` },
        }
      : undefined,
};

export const ingress: Rule = {
  check: (object) =>
    ((object as unknown as V1Ingress).status?.loadBalancer?.ingress ?? []).length > 0
      ? READY
      : waiting('no address was given to it yet; is an ingress controller for its class running?'),
};
