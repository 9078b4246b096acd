import type { Target } from '../types';

/** A Service of the cluster. */
export interface ServiceAddress {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
}

type Where = Pick<Target, 'workload' | 'ingress'>;

/** The Service that the load is sent to: the workload's own, or that of the gateway before it. */
export function loadService({ workload, ingress }: Where): ServiceAddress {
  const { namespace, service, port } = ingress ?? workload;
  return { namespace, service, port };
}

/** Its address in the cluster, without a path: `http://HOST:PORT`. */
export function loadHost(where: Where): string {
  const { namespace, service, port } = loadService(where);
  return `http://${service}.${namespace}.svc:${port}`;
}
