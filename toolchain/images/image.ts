import type { Part } from '../parts/types';
import { architecture } from '../system';
import type { ImageName } from '../types';
import { writeImage } from './oci';
import { imageRecipes } from './recipes';

/** The part that is an image's archive: `image.tar`, its reference in the fact `ref`. */
export function imagePart(name: ImageName): Part {
  const { version, origin, entrypoint, env = [], needs, inputs, layers } = imageRecipes[name];
  return {
    name: `image-${name}`,
    version,
    origin: `image, ${origin}`,
    needs,
    inputs: async () => ['image 1', architecture().name, entrypoint, env, await inputs?.()],
    make: async (making) => {
      making.report('packing the image');
      const image = {
        name,
        version,
        architecture: architecture().name,
        entrypoint,
        env,
        layers: await layers(making.needs),
      };
      return { facts: { ref: await writeImage(image, making.dir) } };
    },
  };
}
