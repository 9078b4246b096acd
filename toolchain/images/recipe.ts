import { basename, join } from 'node:path';

import { debianPart } from '../parts/debian';
import type { Part, Ready } from '../parts/types';
import { architecture } from '../system';
import type { Entry } from './tar';

/** What an image is made from. */
export interface ImageRecipe {
  readonly version: string;
  readonly origin: string;
  readonly entrypoint: readonly string[];
  readonly env?: readonly string[];
  readonly needs: readonly Part[];
  /** What decides the content besides the parts needed. */
  readonly inputs?: () => Promise<unknown>;
  readonly layers: (needs: Readonly<Record<string, Ready>>) => Promise<readonly (readonly Entry[])[]>;
}

/** An image that is one executable of one part, at `path`. */
export function at(path: string, part: Part, version: string, ...args: string[]): ImageRecipe {
  const file = (needs: Readonly<Record<string, Ready>>): string => join(dirOf(needs, part), 'bin', basename(path));
  return {
    version,
    origin: part.origin,
    entrypoint: [`/${path}`, ...args],
    needs: [part],
    layers: (needs) => Promise.resolve([[{ path, file: file(needs), mode: 0o755 }]]),
  };
}

/** An image that is one executable of one part, where programs usually are. */
export const single = (part: Part, version: string, binary: string, ...args: string[]): ImageRecipe =>
  at(`usr/local/bin/${binary}`, part, version, ...args);

/** The folder of a part that an image needs. */
export function dirOf(needs: Readonly<Record<string, Ready>>, part: Part): string {
  const ready = needs[part.name];
  if (!ready) throw new Error(`part ${part.name} was not made before the image that needs it`);
  return ready.dir;
}

export const glibc = debianPart('glibc');

/** The C (and C++) run time where the loader looks for it. */
export function runtime(needs: Readonly<Record<string, Ready>>, libraries: readonly string[]): Entry[] {
  const { triplet, loader } = architecture();
  const from = (name: string): string => join(dirOf(needs, glibc), 'lib', name);
  return [
    { path: loader, file: from(basename(loader)), mode: 0o755 },
    ...libraries.map((name) => ({ path: `lib/${triplet}/${name}`, file: from(name), mode: 0o755 })),
  ];
}

/** What a program in C++ needs at run time. */
export const cppLibraries = [
  'libc.so.6',
  'libresolv.so.2',
  'libm.so.6',
  'libdl.so.2',
  'libpthread.so.0',
  'librt.so.1',
  'libgcc_s.so.1',
  'libstdc++.so.6',
];
