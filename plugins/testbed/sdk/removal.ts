import * as pulumi from '@pulumi/pulumi';

export interface RemovalArgs {
  readonly kubeconfig: pulumi.Input<string>;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: pulumi.Input<string>;
  /** The object that is to go. It comes from the object's resource, so that this is deleted before that. */
  readonly name: pulumi.Input<string>;
  /** The Deployment that the object scales; at zero replicas, it gets one. */
  readonly deployment: pulumi.Input<string>;
  /** How long the controller of the object's finalizers has, seconds. */
  readonly graceSeconds: number;
}

/**
 * Sees to it that an object with finalizers goes when it is to go, with all that it owns and also when the controller that set the
 * finalizers is dead, and that the Deployment it scaled to zero serves again.
 */
export class Removal extends pulumi.CustomResource {
  constructor(name: string, args: RemovalArgs, options?: pulumi.CustomResourceOptions) {
    super('testbed:index:Removal', name, { ...args }, pulumi.mergeOptions(options, { deleteBeforeReplace: true }));
  }
}
