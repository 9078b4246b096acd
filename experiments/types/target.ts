import type { ServiceAddress } from '../load/address';
import type { DriverName } from '../load/spec';
import type { TargetService } from '../services/types';

/** What the experiment runs against. */
export interface Target {
  /** A secret: never written to a result. */
  readonly kubeconfig: string;
  readonly workload: {
    readonly namespace: string;
    readonly deployment: string;
    readonly service: string;
    readonly port: number;
    /** Counter of requests that the application served, for the cross-check with the load generator, if it has one. */
    readonly servedCounter?: string;
    /** The only path whose requests that counter counts. @default it counts all */
    readonly servedPath?: string;
    /** It answers only callers in its service mesh, and so not the API server's proxy. @default false */
    readonly meshOnly?: boolean;
    /** Container that a service mesh adds to each of its pods. @default none does */
    readonly proxy?: string;
  };
  /** The gateway before the workload that the load is sent to, in plain HTTP. @default it is sent to the workload's own Service */
  readonly ingress?: ServiceAddress;
  readonly autoscaler: {
    /** Name of the variant, for example `hpa-cpu`. */
    readonly name: string;
    /** Settings of the variant, as they go into the result. */
    readonly settings: Readonly<Record<string, unknown>>;
    /** Name of the HorizontalPodAutoscaler in the workload's namespace, if the variant has one; KEDA's is `keda-hpa-NAME`. */
    readonly hpa?: string;
    /** Name of KEDA's ScaledObject in the workload's namespace, if the variant has one. */
    readonly scaledObject?: string;
    /** Name of the VerticalPodAutoscaler in the workload's namespace, if the variant has one. */
    readonly vpa?: string;
    /** Replicas at no load; 0: the workload may rest at zero replicas. @default 1 */
    readonly minReplicas?: number;
  };
  /** The services of a workload of several; the first one is `workload`. @default there is one */
  readonly services?: readonly TargetService[];
  /** Names of the node pools: Karpenter's NodeClaims are recorded. @default there are none, or nobody may look */
  readonly nodePools?: readonly string[];
  /** The Prometheus service, asked through the API server's service proxy. */
  readonly prometheus: { readonly namespace: string; readonly service: string; readonly port: number };
  /** Where the load generator runs. */
  readonly generator: {
    readonly namespace: string;
    /** The driver that the image is of; another one's load is refused. @default that of the experiment */
    readonly driver?: DriverName;
    readonly image: string;
    /** Container that a service mesh adds to each of its pods. @default none does: it is in no mesh */
    readonly proxy?: string;
    readonly nodeSelector: Readonly<Record<string, string>>;
    readonly tolerations: readonly { key: string; operator: string; effect?: string }[];
  };
}
