import { join } from 'node:path';

import { dropGoCaches } from '../parts/go';
import type { Part, Ready } from '../parts/types';
import { cacheDir } from '../paths';
import type { Options } from '../types';
import { limiter } from './limiter';
import { unlessUsed, using } from './lock';
import { existing, obtain } from './store';

/** Parts that are downloaded or packed at a time; those that are compiled go one after another beside them. */
const width = 2;

interface Plan {
  readonly ready: Map<string, Ready>;
  /** Parts to make, each after those it needs. */
  readonly missing: Map<string, Part>;
}

async function plan(parts: readonly Part[], found: Plan = { ready: new Map(), missing: new Map() }): Promise<Plan> {
  for (const part of parts) {
    if (found.ready.has(part.name) || found.missing.has(part.name)) continue;
    const ready = await existing(part);
    if (ready) {
      found.ready.set(part.name, ready);
    } else {
      await plan(part.needs ?? [], found);
      found.missing.set(part.name, part);
    }
  }
  return found;
}

/** The parts that `provide` would make, those needed to make others included, in a possible order. */
export const planned = async (parts: readonly Part[]): Promise<readonly Part[]> => [
  ...(await plan(parts)).missing.values(),
];

/** Fetches what the parts are compiled from, one after another, while the compiler works on those before them. */
async function prefetch(parts: readonly Part[], options: Options): Promise<void> {
  for (const part of parts) {
    // A failure shows again, and better, when the part's own turn comes.
    await part.prefetch?.({ ...options, report: () => undefined }).catch(() => undefined);
  }
}

/** Starts all missing parts, each to begin when those it needs are there. */
function start({ ready, missing }: Plan, options: Options): ReadonlyMap<string, Promise<Ready>> {
  const making = new Map<string, Promise<Ready>>();
  const limited = limiter(width);
  let turn: Promise<unknown> = Promise.resolve();

  const needsOf = async (part: Part): Promise<Record<string, Ready>> => {
    const found: Record<string, Ready> = {};
    for (const { name } of part.needs ?? []) {
      const need = ready.get(name) ?? (await making.get(name));
      if (need) found[name] = need;
    }
    return found;
  };

  for (const part of missing.values()) {
    const needs = needsOf(part);
    if (part.group) {
      const before = turn;
      const made = needs.then((found) => before.then(() => obtain(part, found, options)));
      turn = made;
      making.set(part.name, made);
    } else {
      making.set(
        part.name,
        needs.then((found) => limited(() => obtain(part, found, options))),
      );
    }
  }
  return making;
}

async function makeAll(wanted: Plan, compiled: readonly Part[], options: Options): Promise<void> {
  const failure = new AbortController();
  const signal = AbortSignal.any([failure.signal, ...(options.signal ? [options.signal] : [])]);
  const making = start(wanted, { ...options, signal });
  const fetching = prefetch(compiled.slice(1), { ...options, signal });
  try {
    for (const [name, made] of await all(making)) wanted.ready.set(name, made);
  } catch (error) {
    failure.abort(error);
    await Promise.allSettled(making.values());
    throw error;
  } finally {
    await fetching;
  }
}

/** All of a map's promises; rejected as soon as one is. */
const all = <T>(promises: ReadonlyMap<string, Promise<T>>): Promise<[string, T][]> =>
  Promise.all([...promises].map(async ([name, promise]): Promise<[string, T]> => [name, await promise]));

const cachesLock = (): string => join(cacheDir(), 'locks/go-caches');

/** Drops the compiler's caches, unless another process compiles with them: then that one will. */
export const dropUnusedCaches = (): Promise<void> => unlessUsed(cachesLock(), dropGoCaches);

/**
 * Gives every part asked for, by name, and makes those that are missing or damaged: downloads go on while the compiler works. The
 * first failure ends the rest; what was finished by then is kept, and so are the compiler's caches, so that the next run goes on.
 */
export async function provide(parts: readonly Part[], options: Options): Promise<ReadonlyMap<string, Ready>> {
  const wanted = await plan(parts);
  if (wanted.missing.size === 0) return wanted.ready;
  const compiled = [...wanted.missing.values()].filter((part) => part.group);
  if (compiled.length === 0) {
    await makeAll(wanted, compiled, options);
  } else {
    await using(cachesLock(), () => makeAll(wanted, compiled, options));
    await dropUnusedCaches();
  }
  return wanted.ready;
}
