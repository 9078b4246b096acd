import type { Placement } from '../../cluster/types';
import { resources } from '../charts/resources';
import { SIDECAR, type MeshMode } from './mesh';

/** Images without a shell. */
const VARIANT = 'distroless';
const RUNTIME_DEFAULT = { type: 'RuntimeDefault' };

export interface IstioValuesArgs {
  readonly mode: Exclude<MeshMode, 'none'>;
  /** Namespace of the control plane. */
  readonly namespace: string;
  /** Nodes of the control plane. */
  readonly placement: Placement;
}

/** Values of the chart `base`: definitions of Istio's resources. */
export function baseValues({ namespace }: Pick<IstioValuesArgs, 'namespace'>) {
  // The reader's rights are for other clusters of a mesh.
  return { global: { istioNamespace: namespace, enableReaderRBAC: false } };
}

/** Values of the chart `istiod`, the control plane. */
export function istiodValues({ mode, namespace, placement }: IstioValuesArgs) {
  const ambient = mode === 'ambient';
  return {
    global: {
      istioNamespace: namespace,
      variant: VARIANT,
      // With one replica it would only keep nodes from being drained.
      defaultPodDisruptionBudget: { enabled: false },
      // Also for pods that do not say it themselves: the load generator's.
      proxy: { resources: SIDECAR, seccompProfile: RUNTIME_DEFAULT },
    },
    // Gateways are held to the restricted Pod Security Standard.
    gateways: { seccompProfile: RUNTIME_DEFAULT },
    // What scales in an experiment is the workload.
    autoscaleEnabled: false,
    replicaCount: 1,
    resources: resources('100m', '256Mi', '1Gi'),
    seccompProfile: RUNTIME_DEFAULT,
    // Pods are connected by the node's plugin: an init container that does it is not allowed by the restricted Pod Security Standard.
    cni: { enabled: true },
    env: { ENABLE_NATIVE_SIDECARS: 'true', ...(ambient && { PILOT_ENABLE_AMBIENT: 'true' }) },
    meshConfig: {
      enablePrometheusMerge: true,
      // Two retries, the default, would hide failures from the load generator and add requests that it did not send.
      defaultHttpRetryPolicy: { attempts: 0 },
      ...(ambient && { defaultConfig: { proxyMetadata: { ISTIO_META_ENABLE_HBONE: 'true' } } }),
    },
    nodeSelector: placement.nodeSelector,
    tolerations: placement.tolerations,
  };
}

/** Values of the chart `cni`: on every node, what connects pods with their proxy. */
export function cniValues({ mode }: Pick<IstioValuesArgs, 'mode'>) {
  return {
    global: { variant: VARIANT },
    ambient: { enabled: mode === 'ambient' },
    seccompProfile: RUNTIME_DEFAULT,
    resources: resources('50m', '96Mi', '256Mi'),
  };
}

/** Values of the chart `ztunnel`: on every node, the proxy of ambient mode. */
export function ztunnelValues({ namespace }: Pick<IstioValuesArgs, 'namespace'>) {
  return {
    istioNamespace: namespace,
    variant: VARIANT,
    // Upstream asks for 200m and 512Mi, for 200,000 pods.
    resources: resources('100m', '128Mi', '1Gi'),
  };
}
