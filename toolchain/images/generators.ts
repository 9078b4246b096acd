import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { debian, locust as pinned } from '../../stacks/versions';
import { debianPart } from '../parts/debian';
import { locustPart } from '../parts/python';
import { architecture } from '../system';
import { cppLibraries, dirOf, glibc, runtime, type ImageRecipe } from './recipe';
import type { Entry } from './tar';

const python = debianPart('python');
const siegePart = debianPart('siege');

/** Of Python's own and of packages: what nothing imports at run time. */
const UNUSED =
  /(^|\/)(test|tests|lib2to3|ensurepip|idlelib|pydoc_data|distutils|config-3[^/]*)\/|\.(c|h|pxd|pyx|pyi|a)$/;

/** Every file below a folder, but those unused. */
async function tree(folder: string, to: string): Promise<Entry[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !UNUSED.test(path))
    .map((path) => ({
      path: `${to}/${path}`,
      file: join(folder, path),
      mode: /\.so(\.|$)/.test(path) ? 0o755 : 0o644,
    }));
}

/** The libraries that came with a Debian part. */
async function libraries(dir: string): Promise<Entry[]> {
  const { triplet } = architecture();
  const names = await readdir(join(dir, 'lib'));
  return names.map((name) => ({ path: `usr/lib/${triplet}/${name}`, file: join(dir, 'lib', name), mode: 0o755 }));
}

/** Locust and its packages on Debian's Python. It writes no compiled files: its file system is read-only. */
export const locust: ImageRecipe = {
  version: pinned.version,
  origin: `${locustPart.origin}, ${python.origin}`,
  entrypoint: ['/usr/bin/python3.11', '-m', 'locust'],
  env: ['PYTHONDONTWRITEBYTECODE=1', 'PYTHONUNBUFFERED=1'],
  needs: [locustPart, python, glibc],
  inputs: () => Promise.resolve(['tree 1', UNUSED.source]),
  layers: async (needs) => {
    const dir = dirOf(needs, python);
    return [
      [
        ...runtime(needs, cppLibraries),
        ...(await libraries(dir)),
        ...(await tree(join(dir, 'stdlib'), 'usr/lib/python3.11')),
        { path: 'usr/bin/python3.11', file: join(dir, 'bin/python3.11'), mode: 0o755 },
      ],
      await tree(join(dirOf(needs, locustPart), 'site'), 'usr/lib/python3/dist-packages'),
    ];
  },
};

export const siege: ImageRecipe = {
  version: debian.siege,
  origin: siegePart.origin,
  entrypoint: ['/usr/bin/siege'],
  needs: [siegePart, glibc],
  inputs: () => Promise.resolve(cppLibraries),
  layers: async (needs) => [
    [
      // Ending its threads takes libgcc_s.
      ...runtime(needs, cppLibraries),
      ...(await libraries(dirOf(needs, siegePart))),
      { path: 'usr/bin/siege', file: join(dirOf(needs, siegePart), 'bin/siege'), mode: 0o755 },
    ],
  ],
};
