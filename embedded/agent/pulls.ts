import type { ImageArchive } from '../../toolchain/types';

/** `testbed.local/sample:1a2b` is `testbed.local/sample`, and so is `testbed.local/sample@sha256:...`. */
export const repositoryOf = (ref: string): string => ref.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

/** The images that a node has before its kubelet starts; undefined repositories are all. */
export const firstOf = (images: readonly ImageArchive[], repositories?: readonly string[]): ImageArchive[] =>
  images.filter(({ ref }) => repositories?.includes(repositoryOf(ref)) ?? true);

/** How long a pull takes, in seconds; 0 where images are there already. */
export const pullSeconds = (bytes: number, bytesPerSecond = Infinity): number => bytes / bytesPerSecond;
