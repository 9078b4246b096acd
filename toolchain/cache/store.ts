import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { said } from '../progress/steps';
import type { Part, Ready } from '../parts/types';
import type { Options } from '../types';
import { cacheDir } from '../paths';
import { placeOf } from './key';
import { withLock } from './lock';
import { check, writeManifest } from './manifest';

const unfinished = '.unfinished-';

/** Removes what killed builds left. Only to be called under the part's lock, when no other build of it can be alive. */
async function removeLeftovers(dir: string): Promise<void> {
  const entries = await readdir(dir).catch(() => []);
  const left = entries.filter((entry) => entry.startsWith(unfinished));
  await Promise.all(left.map((entry) => rm(join(dir, entry), { recursive: true, force: true })));
}

async function make(
  part: Part,
  key: string,
  dir: string,
  needs: Record<string, Ready>,
  options: Options,
): Promise<Ready> {
  const parent = dirname(dir);
  await mkdir(parent, { recursive: true });
  await removeLeftovers(parent);
  const temporary = join(parent, `${unfinished}${key}`);
  await mkdir(temporary);
  const started = Date.now();
  try {
    const made = await said(part.name, options, (report) =>
      part.make({ report, signal: options.signal, dir: temporary, finalDir: dir, needs }),
    );
    const manifest = await writeManifest(temporary, {
      part: part.name,
      key,
      version: made.version ?? part.version,
      origin: part.origin,
      made: new Date().toISOString(),
      seconds: Math.round((Date.now() - started) / 1000),
      facts: { ...made.facts },
    });
    await rename(temporary, dir);
    return { dir, manifest };
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error;
  }
}

/** The part if it is there and undamaged, by the cheap check. */
export async function existing(part: Part): Promise<Ready | undefined> {
  const { dir } = await placeOf(part);
  const found = await check(dir);
  return found.state === 'ready' ? { dir, manifest: found.manifest } : undefined;
}

/** Removes the part if the content of any of its files is not what it was, so that the next `obtain` makes it again. */
export async function discardDamaged(part: Part, options: Options): Promise<void> {
  const { dir } = await placeOf(part);
  const found = await check(dir, true);
  if (found.state !== 'damaged') return;
  options.report(`${part.name}: damaged (${found.problem}), it will be made again`, 1);
  await rm(dir, { recursive: true, force: true });
}

/**
 * Gives the part, and makes it first when it is missing or damaged. One process at a time makes a part; another one that wants
 * it waits and then finds it there. What is made appears at once or not at all.
 */
export async function obtain(part: Part, needs: Record<string, Ready>, options: Options): Promise<Ready> {
  const { key, dir } = await placeOf(part);
  const before = await check(dir);
  if (before.state === 'ready') return { dir, manifest: before.manifest };
  return withLock(join(cacheDir(), 'locks', part.group ?? part.name), part.name, options, async () => {
    const found = await check(dir);
    if (found.state === 'ready') return { dir, manifest: found.manifest };
    if (found.state === 'damaged') {
      options.report(`${part.name}: damaged (${found.problem}), making it again`, 1);
      await rm(dir, { recursive: true, force: true });
    }
    return make(part, key, dir, needs, options);
  });
}
