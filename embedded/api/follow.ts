import { z } from 'zod';

import { pause } from '../system/wait';
import type { Api } from './client';

const meta = z.object({ name: z.string(), namespace: z.string().optional(), resourceVersion: z.string().optional() });
const list = z.object({ metadata: z.object({ resourceVersion: z.string() }), items: z.array(z.unknown()) });
const event = z.object({ type: z.enum(['ADDED', 'MODIFIED', 'DELETED']), object: z.unknown() });

/** Names an object among those of its kind. */
function keyOf(object: unknown): string {
  const { name, namespace = '' } = z.object({ metadata: meta }).parse(object).metadata;
  return `${namespace}/${name}`;
}

/** How long the API server keeps a watch, in seconds: then all is listed anew, whatever was missed. */
const keep = 240;
/** Between two tries, in milliseconds. */
const between = 500;

export interface FollowOptions {
  readonly signal: AbortSignal;
  /** Called with all objects as they are known, after the first list and after each change. */
  readonly onChange: (objects: readonly unknown[]) => void;
  /** Called when a list or a watch fails; it is tried again. */
  readonly onError: (error: Error) => void;
}

/** Keeps a copy of a collection of objects (`/api/v1/nodes`): lists, then watches, for as long as `signal` is not aborted. */
export async function follow(api: Api, path: string, options: FollowOptions): Promise<void> {
  const { signal, onChange, onError } = options;
  while (!signal.aborted) {
    try {
      await followOnce(api, path, onChange, signal);
    } catch (error) {
      if (!signal.aborted) onError(error as Error);
    }
    await pause(between, signal).catch(() => undefined);
  }
}

async function followOnce(
  api: Api,
  path: string,
  onChange: FollowOptions['onChange'],
  signal: AbortSignal,
): Promise<void> {
  const { metadata, items } = list.parse(await api.get(path));
  const objects = new Map(items.map((item) => [keyOf(item), item]));
  onChange([...objects.values()]);
  const query = `watch=true&resourceVersion=${metadata.resourceVersion}&timeoutSeconds=${keep}`;
  const take = (line: string): void => {
    if (line === '') return;
    // An ERROR, above all that the version is too old to go on from.
    const { type, object } = event.parse(JSON.parse(line));
    if (type === 'DELETED') objects.delete(keyOf(object));
    else objects.set(keyOf(object), object);
    onChange([...objects.values()]);
  };
  let bad: unknown;
  const own = new AbortController();
  await api
    .lines(
      `${path}?${query}`,
      (line) => {
        try {
          take(line);
        } catch (error) {
          bad ??= error;
          own.abort(error);
        }
      },
      AbortSignal.any([signal, own.signal]),
    )
    .catch((error: unknown) => {
      throw bad ?? error;
    });
}
