import type * as pulumi from '@pulumi/pulumi';
import { labels } from './labels';

/** Ports of pods that may be reached. */
export interface Allowance {
  /** Ports of the containers, not of Services. */
  readonly ports: readonly number[];
  /**
   * Who may: anyone, or pods of the same namespace. Anyone where the API server is among the callers (its own APIs, webhooks, its proxy), or
   * a node port's: their addresses are those of nodes or of a cloud's control plane, which no policy can name on every target.
   */
  readonly from: 'anyone' | 'namespace';
}

export interface IngressPolicyArgs {
  readonly namespace: pulumi.Input<string>;
  /** For `app.kubernetes.io/name` and `app.kubernetes.io/component`. */
  readonly name: string;
  readonly component: string;
  /** What may reach the namespace's pods; all else may not. @default nothing may */
  readonly allowed?: readonly Allowance[];
}

const SAME_NAMESPACE = { podSelector: {} };

/**
 * The one NetworkPolicy of a namespace of ours: nothing reaches its pods but what is listed. What pods send is left open: they ask
 * DNS, the API server and each other, at addresses that differ by target. Probes come from the pod's own node, which is always let in.
 */
export function ingressPolicy({ namespace, name, component, allowed = [] }: IngressPolicyArgs) {
  return {
    apiVersion: 'networking.k8s.io/v1' as const,
    kind: 'NetworkPolicy' as const,
    metadata: { name: 'ingress', namespace, labels: labels(name, component) },
    spec: {
      podSelector: {},
      policyTypes: ['Ingress'],
      ingress: allowed.map(({ ports, from }) => ({
        ports: ports.map((port) => ({ protocol: 'TCP', port })),
        ...(from === 'namespace' && { from: [SAME_NAMESPACE] }),
      })),
    },
  };
}
