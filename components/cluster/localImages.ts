import * as pulumi from '@pulumi/pulumi';
import { Image, type ImageArgs } from '../../plugins/testbed/sdk';
import type { ImageName } from '../../toolchain/types';

/** Images of this machine, imported into the nodes of a cluster: each once, when it is first asked for. */
export class LocalImages {
  private readonly images = new Map<ImageName, Image>();

  /**
   * @param name of the component whose children the images are
   * @param cluster they go with it
   */
  constructor(
    private readonly name: string,
    private readonly cluster: pulumi.Resource & { readonly name: pulumi.Output<string> },
    private readonly on: NonNullable<ImageArgs['on']>,
    private readonly parent: pulumi.Resource,
  ) {}

  /** Reference of an image that is built here. */
  named(image: ImageName): pulumi.Output<string> {
    const found = this.images.get(image) ?? this.import(image, { image });
    this.images.set(image, found);
    return found.ref;
  }

  /** Reference of an image that is there as one tar. */
  archived(archive: string): pulumi.Output<string> {
    return this.import('archive', { archive }).ref;
  }

  private import(suffix: string, what: Pick<ImageArgs, 'image' | 'archive'>): Image {
    const { cluster, on, parent } = this;
    return new Image(
      `${this.name}-image-${suffix}`,
      { cluster: cluster.name, ...what, on },
      { parent, dependsOn: cluster, deletedWith: cluster },
    );
  }
}
