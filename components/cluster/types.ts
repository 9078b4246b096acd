import type * as kubernetes from '@pulumi/kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import type { ImageName } from '../../toolchain/types';
import type { Names } from './names';

/** Where a pod goes. */
export interface Placement {
  readonly nodeSelector: Readonly<Record<string, string>>;
  // Not readonly, because @pulumi/kubernetes takes no readonly arrays.
  readonly tolerations: { key: string; operator: string; effect: string }[];
}

/** What a target can do. Components ask this and never which target they run on. */
export interface Capabilities {
  /** Images are built on this machine and imported into the nodes; registries of images are not asked. */
  readonly localImages: boolean;
  /** Helm charts and the images in them can be downloaded. */
  readonly helm: boolean;
  /** What others have installed: it is used as it is, and the testbed makes none of its own. */
  readonly provided: readonly Provided[];
  /** Whether the kubelets' serving certificates are signed by the cluster's authority. If not, they cannot be verified. */
  readonly kubeletCertificates: boolean;
}

/** Platform software that can be there before the testbed. `metrics-server` stands for whatever serves the metrics API. */
export type Provided = 'metrics-server' | 'keda' | 'vpa' | 'istio' | 'gateway-api' | 'prometheus-operator';

/** What a configuration asks of a cluster, known before anything is created. */
export interface Needs {
  /** Add-ons that are to run in it. */
  readonly addons: readonly string[];
  /** API groups that are to be served through the API server by an add-on of the testbed's, for example `custom.metrics.k8s.io`. */
  readonly apis: readonly string[];
  /** Images that are the testbed's own, whatever the target. */
  readonly images: readonly ImageName[];
  /** Images that are wanted where charts cannot be had. */
  readonly platformImages: readonly ImageName[];
  /** The prometheus-operator stack is to be installed. */
  readonly operator: boolean;
}

/** A controller of the platform for which the target has set up rights; its chart is an add-on. */
export interface PlatformController {
  readonly namespace: string;
  /** The service account that has the rights. */
  readonly serviceAccount: string;
  readonly clusterName: pulumi.Output<string>;
}

/** What adds and removes nodes. */
export type NodeScaler =
  | (PlatformController & {
      /** It finds its node groups by the tags `k8s.io/cluster-autoscaler/enabled` and `k8s.io/cluster-autoscaler/CLUSTER`. */
      readonly kind: 'cluster-autoscaler';
      readonly region: string;
    })
  | (PlatformController & {
      readonly kind: 'karpenter';
      readonly interruptionQueue: pulumi.Output<string>;
      /** Its node class and node pool, to be made once its CRDs are there. */
      readonly objects: readonly {
        readonly apiVersion: string;
        readonly kind: string;
        readonly metadata: { readonly name: string };
        readonly spec: pulumi.Input<object>;
      }[];
    });

/** The controller that makes load balancers for ingresses. */
export interface LoadBalancing extends PlatformController {
  readonly region: string;
  readonly vpcId: pulumi.Output<string>;
}

/** What every target gives to the rest of the testbed. */
export interface Cluster {
  /** The one explicit Provider of this cluster. */
  readonly provider: kubernetes.Provider;
  /** Admin kubeconfig, a secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Reference of an image that the nodes can run. */
  image(name: ImageName): pulumi.Output<string>;
  /** The pods of the application under test, and those of the platform and the load generator, each on nodes of their own. */
  readonly placement: {
    readonly app: Placement;
    readonly system: Placement;
    /** The load generator's, where it has nodes of its own. @default system */
    readonly load?: Placement;
  };
  /**
   * Reference of an image that the nodes are given from an archive on this machine: a path. Undefined where they cannot be given any.
   */
  archivedImage?(path: string): pulumi.Output<string>;
  readonly capabilities: Capabilities;
  /** Names of namespaces and of cluster-wide objects; what others create must not be met by accident. */
  readonly names: Names;
  /** HOST:PORT at which this machine reaches a NodePort. Where there is no such way, Services have none. */
  nodePort?(port: number): pulumi.Output<string>;
  /** What adds and removes nodes, where their number is not fixed. */
  readonly nodeScaler?: NodeScaler;
  /** What makes load balancers, where an ingress is asked for. */
  readonly loadBalancing?: LoadBalancing;
  /** The cluster itself where it is the testbed's own: what is in it goes with it. */
  readonly lifetime?: pulumi.Resource;
  /** What must be there before anything else is created in the cluster. */
  readonly ready: pulumi.Resource;
}
