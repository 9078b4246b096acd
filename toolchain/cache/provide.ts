import { join } from 'node:path';

import { dropGoCaches } from '../parts/go';
import type { Part, Ready } from '../parts/types';
import { cacheDir } from '../paths';
import type { Options } from '../types';
import { limiter } from './limiter';
import { withLock } from './lock';
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

/**
 * Gives every part asked for, by name, and makes those that are missing or damaged: downloads go on while the compiler works. The
 * first failure ends the rest; what was finished by then is kept, and so are the compiler's caches, so that the next run goes on.
 */
export async function provide(parts: readonly Part[], options: Options): Promise<ReadonlyMap<string, Ready>> {
  const planned = await plan(parts);
  if (planned.missing.size === 0) return planned.ready;
  const failure = new AbortController();
  const signal = AbortSignal.any([failure.signal, ...(options.signal ? [options.signal] : [])]);
  const inner: Options = { ...options, signal };
  const compiled = [...planned.missing.values()].filter((part) => part.group);

  const making = start(planned, inner);
  const fetching = prefetch(compiled.slice(1), inner);
  const all = Promise.all(
    [...making].map(async ([name, made]) => {
      planned.ready.set(name, await made);
    }),
  );
  try {
    await all;
  } catch (error) {
    failure.abort(error);
    await Promise.allSettled([...making.values(), fetching]);
    throw error;
  }
  await fetching;
  if (compiled.length > 0) await withLock(join(cacheDir(), 'locks/go'), 'compiler caches', options, dropGoCaches);
  return planned.ready;
}
