import type { ImageArchive } from '../../toolchain/types';
import type { ImagePolicy } from './settings';

/** `testbed.local/sample:1a2b` is `testbed.local/sample`, and so is `testbed.local/sample@sha256:...`. */
export const repositoryOf = (ref: string): string => ref.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

/** Images in the two groups in which a node gets them: before its kubelet starts, and after. */
export function inOrder(
  images: readonly ImageArchive[],
  { repositories }: ImagePolicy,
): { readonly first: readonly ImageArchive[]; readonly later: readonly ImageArchive[] } {
  const isFirst = ({ ref }: ImageArchive): boolean => repositories?.includes(repositoryOf(ref)) ?? true;
  return { first: images.filter(isFirst), later: images.filter((image) => !isFirst(image)) };
}

/** How long a pull takes, in seconds; 0 where images are there already. */
export const pullSeconds = (bytes: number, { mode, rate = Infinity }: ImagePolicy): number =>
  mode === 'pulled' ? bytes / rate : 0;
