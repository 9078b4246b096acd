import { z } from 'zod';
import { ENVOY_RELABELINGS } from './envoyMetrics';
import type { ProxyMetrics } from '../../workload/types';

/** How pods are in Istio's mesh: not at all, by a proxy of each pod's own, or by one of each node. */
export const MESH_MODES = ['none', 'sidecar', 'ambient'] as const;
export type MeshMode = (typeof MESH_MODES)[number];

/** The configuration's key `istio`. */
export const istioSettings = z.strictObject({
  /** @default none, or sidecar where the variant counts requests in sidecars */
  mode: z.enum(MESH_MODES).optional(),
  /** An ingress gateway before the workload, by the Gateway API. */
  gateway: z.boolean().default(false),
  /** The load comes from outside the mesh and by the gateway, as that of a cloud's clients does. @default it comes from a pod of the mesh */
  loadThroughGateway: z.boolean().default(false),
  /** `STRICT`: the workload answers only callers in the mesh; `PERMISSIVE`: anyone, in plain text those outside. */
  mutualTls: z.enum(['STRICT', 'PERMISSIVE']).default('STRICT'),
  /** Revision of an Istio that is installed already and has no default one. @default the default revision */
  revision: z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'must be the name of a revision, such as 1-30-3')
    .optional(),
});

export interface Mesh extends z.infer<typeof istioSettings> {
  readonly mode: MeshMode;
}

/** What makes pods of a namespace members of the mesh. */
export interface Membership {
  readonly namespaceLabels: Readonly<Record<string, string>>;
  readonly podAnnotations: Readonly<Record<string, string>>;
  /** Ports of the proxy that others may reach, besides those of the application. */
  readonly ports: readonly number[];
  /** The proxy that serves the pod's metrics, where there is one of its own. */
  readonly metrics?: ProxyMetrics;
}

/** Where a sidecar serves its own metrics together with the application's. It is never behind mutual TLS. */
export const MERGED_METRICS: ProxyMetrics = { container: 'istio-proxy', port: 15020, path: '/stats/prometheus' };
/** Where ambient pods take what the mesh sends them. */
const HBONE = 15008;

/** CPU limit of a sidecar, cores. Upstream's is 2, but with cgroup v1 no container can have a higher limit than its node, and nodes of the embedded cluster are small. */
export const SIDECAR_CPU_LIMIT = 1;

/**
 * Requests and limits of a sidecar, otherwise upstream's own values. They must be there: without a request of its own, an HPA on the pods'
 * CPU fails for the whole pod.
 */
export const SIDECAR = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: String(SIDECAR_CPU_LIMIT), memory: '1Gi' },
} as const;

/**
 * Annotations of a pod with a sidecar (istio.io/latest/docs/reference/config/annotations). They say what istiod's own values say as well,
 * because an Istio that is there already may have others.
 */
const sidecarAnnotations = {
  // A container that starts before the application's, ends after them, and keeps no Job from ending.
  'sidecar.istio.io/nativeSidecar': 'true',
  // The same start for an Istio that is too old for it.
  'proxy.istio.io/config': JSON.stringify({ holdApplicationUntilProxyStarts: true }),
  'sidecar.istio.io/proxyCPU': SIDECAR.requests.cpu,
  'sidecar.istio.io/proxyCPULimit': SIDECAR.limits.cpu,
  'sidecar.istio.io/proxyMemory': SIDECAR.requests.memory,
  'sidecar.istio.io/proxyMemoryLimit': SIDECAR.limits.memory,
  // The application's metrics and the proxy's at one port that Prometheus reaches from outside the mesh.
  'prometheus.istio.io/merge-metrics': 'true',
};

/**
 * Labels of a namespace whose pods are connected by an init container with NET_ADMIN, which the restricted Pod Security Standard forbids. The application's
 * own containers stay as they are.
 */
const withInitContainers = {
  'pod-security.kubernetes.io/enforce': 'privileged',
  'pod-security.kubernetes.io/warn': 'privileged',
};

/**
 * What the pods of the workload and of the load generator need to be in the mesh.
 * @param released whether it is a release of Istio's, with its own filters in the proxies and its plug-in on the nodes; if not, it is built
 */
export function membership({ mode, revision }: Pick<Mesh, 'mode' | 'revision'>, released = true): Membership {
  switch (mode) {
    case 'none':
      return { namespaceLabels: {}, podAnnotations: {}, ports: [] };
    case 'sidecar':
      return {
        namespaceLabels: {
          ...(revision === undefined ? { 'istio-injection': 'enabled' } : { 'istio.io/rev': revision }),
          ...(released ? {} : withInitContainers),
        },
        podAnnotations: sidecarAnnotations,
        ports: [MERGED_METRICS.port],
        metrics: released ? MERGED_METRICS : { ...MERGED_METRICS, relabelings: ENVOY_RELABELINGS },
      };
    case 'ambient':
      return { namespaceLabels: { 'istio.io/dataplane-mode': 'ambient' }, podAnnotations: {}, ports: [HBONE] };
  }
}

/**
 * Labels of Prometheus' pod. In ambient mode it has to be in the mesh, or a workload with strict mutual TLS does not answer it; before a
 * sidecar there is a port for it.
 */
export function scraperLabels({ mode }: Pick<Mesh, 'mode'>): Record<string, string> {
  return mode === 'ambient' ? { 'istio.io/dataplane-mode': 'ambient' } : {};
}

/** Whether the workload answers callers in the mesh only: not the API server's proxy, for one. */
export const meshOnly = ({ mode, mutualTls }: Pick<Mesh, 'mode' | 'mutualTls'>): boolean =>
  mode !== 'none' && mutualTls === 'STRICT';
