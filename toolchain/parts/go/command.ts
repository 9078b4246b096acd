import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir, projectDir } from '../../paths';
import type { RunOptions } from '../../run';
import type { Options } from '../../types';
import type { Recipe } from './recipes';

/** Folder of the part's own Go module, which holds upstream's dependencies. */
export const moduleDir = (recipe: Recipe): string => join(projectDir, 'toolchain/go', recipe.module);

/** Folder of the build's own caches, where the user's environment names none. Gigabytes: dropped when the builds are done. */
export const goCacheDir = (): string => join(cacheDir(), 'go');

/** Drops the build's own caches. */
export const dropGoCaches = (): Promise<void> => rm(goCacheDir(), { recursive: true, force: true });

/**
 * The environment of the go command. Caches that the environment names are used and kept. The user's proxy settings hold; what
 * would change the result (flags, a workspace, the commit of this checkout) does not.
 */
export function goRun(recipe: Recipe, options: Options): RunOptions {
  return {
    cwd: moduleDir(recipe),
    signal: options.signal,
    env: {
      GOCACHE: process.env['GOCACHE'] ?? join(goCacheDir(), 'build'),
      GOMODCACHE: process.env['GOMODCACHE'] ?? join(goCacheDir(), 'mod'),
      GOFLAGS: '-mod=readonly -modcacherw -buildvcs=false',
      GOWORK: 'off',
      CGO_ENABLED: '0',
    },
    remedy: 'Run the same command again: it goes on where it stopped. `npm run doctor` checks what building needs.',
  };
}
