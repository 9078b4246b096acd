import type * as kubernetes from '@pulumi/kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import type { ImageName } from '../../toolchain/types';

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
  readonly placement: { readonly app: Placement; readonly system: Placement };
  readonly capabilities: Capabilities;
  /** An address of a node at which this machine reaches NodePorts, if there is one. */
  readonly nodeAddress?: pulumi.Output<string>;
  /** The cluster itself where it is the testbed's own: what is in it goes with it. */
  readonly lifetime?: pulumi.Resource;
  /** What must be there before anything else is created in the cluster. */
  readonly ready: pulumi.Resource;
}
