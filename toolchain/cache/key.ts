import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

import type { Part } from '../parts/types';
import { partDir } from '../paths';

/** The hash of what makes a part: 16 hex digits. */
export async function keyOf(part: Part): Promise<string> {
  const needs = await Promise.all((part.needs ?? []).map(keyOf));
  const what = JSON.stringify([part.name, part.version, await part.inputs(), needs]);
  return createHash('sha256').update(what).digest('hex').slice(0, 16);
}

/** Where a part lies, or will lie. */
export async function placeOf(part: Part): Promise<{ readonly key: string; readonly dir: string }> {
  const key = await keyOf(part);
  return { key, dir: partDir(part.name, key) };
}

/** Path and content of every file below `dir`, in the order of the paths: what a key of sources is made from. */
export async function sources(
  dir: string,
  wanted: (path: string) => boolean = () => true,
): Promise<[string, string][]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)));
  return Promise.all(
    paths
      .filter(wanted)
      .sort()
      .map(async (path): Promise<[string, string]> => [path, await readFile(join(dir, path), 'utf8')]),
  );
}
