import { existsSync } from 'node:fs';

import type { ImageArchive } from '../../toolchain/types';
import { exec } from './exec';

const call = (ctr: string, socket: string): string[] => [ctr, '--address', socket, '--namespace', 'k8s.io', 'images'];

/** References of the images that a node has. */
export async function imagesOf(ctr: string, socket: string): Promise<Set<string>> {
  return new Set((await exec([...call(ctr, socket), 'ls', '-q'])).split('\n').filter(Boolean));
}

/** Gives a node an image. */
export async function importInto(
  ctr: string,
  socket: string,
  image: ImageArchive,
  signal?: AbortSignal,
): Promise<void> {
  if (!existsSync(image.archive)) {
    throw new Error(`image ${image.ref}: its archive ${image.archive} is gone; build the image again and import it`);
  }
  await exec([...call(ctr, socket), 'import', image.archive], { signal });
}

/** Gives a node those of the images that it lacks, one after the other. */
export async function ensureImages(
  ctr: string,
  socket: string,
  images: readonly ImageArchive[],
  signal?: AbortSignal,
): Promise<void> {
  const there = await imagesOf(ctr, socket);
  for (const image of images) if (!there.has(image.ref)) await importInto(ctr, socket, image, signal);
}
