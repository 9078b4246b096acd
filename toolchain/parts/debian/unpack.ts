import { chmod, copyFile, cp, lstat, mkdir, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { run } from '../../run';
import { architecture } from '../../system';
import type { Making } from '../types';
import { download } from './apt';
import type { Recipe } from './recipes';

/** Names of the libraries that an executable needs and that are in none of `folders` nor on the system. */
async function missingLibraries(executable: string, folders: string): Promise<string[]> {
  const output = await run('ldd', [executable], { env: { LD_LIBRARY_PATH: folders } }).catch(() => '');
  return [...output.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
}

/** Every shared library of the unpacked packages, flat. */
async function takeLibraries(root: string, triplet: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const folder of [`lib/${triplet}`, `usr/lib/${triplet}`]) {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    for (const { name } of entries.filter((entry) => /\.so\.\d+$/.test(entry.name))) {
      await copyFile(join(root, folder, name), join(to, name));
    }
  }
}

const wrapper = (library: string, executable: string): string =>
  `#!/bin/sh\nLD_LIBRARY_PATH='${library}' exec '${executable}' "$@"\n`;

/** Not a link to an absolute path, which is the system's then and not the package's. */
async function staysInside(path: string): Promise<boolean> {
  return !(await lstat(path)).isSymbolicLink() || !isAbsolute(await readlink(path));
}

/** Makes the part in its folder, and gives the version of its first package. */
export async function unpack(recipe: Recipe, making: Making): Promise<string> {
  const { triplet, loader } = architecture();
  const named = (path: string): string => path.replaceAll('TRIPLET', triplet).replaceAll('LOADER', basename(loader));
  const debs = join(making.dir, '.debs');
  const root = join(making.dir, '.root');
  await download(recipe.packages, debs, making);
  making.report('unpacking');
  let version = '';
  for (const deb of await readdir(debs)) {
    await run('dpkg-deb', ['-x', join(debs, deb), root], { signal: making.signal });
    if (deb.startsWith(`${recipe.packages[0]}_`)) version = await run('dpkg-deb', ['-f', join(debs, deb), 'Version']);
  }
  for (const [to, from] of Object.entries(recipe.take ?? {})) {
    const target = join(making.dir, named(to));
    await mkdir(dirname(target), { recursive: true });
    await cp(join(root, named(from)), target, { recursive: true, dereference: true, filter: staysInside });
  }
  for (const [to, from] of Object.entries(recipe.wrap ?? {})) {
    const name = basename(to);
    await takeLibraries(root, triplet, join(making.dir, 'lib'));
    await mkdir(join(making.dir, 'libexec'), { recursive: true });
    await copyFile(join(root, from), join(making.dir, 'libexec', name));
    await mkdir(join(making.dir, dirname(to)), { recursive: true });
    await writeFile(
      join(making.dir, to),
      wrapper(join(making.finalDir, 'lib'), join(making.finalDir, 'libexec', name)),
    );
    await chmod(join(making.dir, to), 0o755);
  }
  await rm(debs, { recursive: true });
  await rm(root, { recursive: true });
  await refuseMissingLibraries(making.dir);
  return version;
}

async function refuseMissingLibraries(dir: string): Promise<void> {
  for (const folder of ['bin', 'libexec']) {
    for (const name of await readdir(join(dir, folder)).catch(() => [])) {
      const path = join(dir, folder, name);
      if ((await readFile(path)).subarray(0, 2).toString() === '#!') continue;
      const missing = await missingLibraries(path, join(dir, 'lib'));
      if (missing.length === 0) continue;
      throw new Error(`${name} needs ${missing.join(', ')}, which this system lacks; it was made for Debian 12`);
    }
  }
}
