import * as pulumi from '@pulumi/pulumi';
import type { ImageName } from '../../../toolchain/types';

export interface ImageArgs {
  /** Name of the cluster that gets the image on all its nodes. */
  readonly cluster: pulumi.Input<string>;
  /** What kind of cluster that is. @default embedded */
  readonly on?: 'embedded' | 'kind';
  /** What is built; this or `archive`. */
  readonly image?: ImageName;
  /** Path of an image that is there as one tar, an OCI layout or of `docker save`. */
  readonly archive?: string;
}

/** An image of this machine, built or from an archive, imported into the nodes of a cluster. */
export class Image extends pulumi.CustomResource {
  /** Content-addressed reference: other sources, another reference. */
  declare readonly ref: pulumi.Output<string>;

  constructor(name: string, { on = 'embedded', ...args }: ImageArgs, options?: pulumi.CustomResourceOptions) {
    super(`testbed:index:${on === 'kind' ? 'KindImage' : 'Image'}`, name, { ...args, ref: undefined }, options);
  }
}
