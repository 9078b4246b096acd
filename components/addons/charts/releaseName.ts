import type { Names } from '../../cluster/names';

/** The longest that Helm takes. */
const LONGEST = 53;

/**
 * Name of a release. Charts derive the names of cluster-wide objects from it, so on a shared cluster it has the stack's prefix.
 * @throws when Helm would not take it
 */
export function releaseName(name: string, names: Pick<Names, 'global'>): string {
  const release = names.global(name).replaceAll(':', '-');
  if (release.length > LONGEST) {
    throw new Error(
      `Release "${release}" has ${release.length} characters, and Helm takes at most ${LONGEST}: set existing.prefix to a shorter one.`,
    );
  }
  return release;
}
