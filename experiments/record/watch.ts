import { setTimeout as sleep } from 'node:timers/promises';
import { KubeError, messageOf, type Kube, type Query } from '../kube';
import type { Gap } from '../types';
import type { KubeObject } from './objects';
import type { Change } from './observations';

/** A collection to watch. */
export interface Collection {
  /** What a gap calls it, for example `pods`. */
  readonly name: string;
  readonly path: string;
  readonly query?: Query;
}

/** Where observations go; `time` is when they arrived, ms since the epoch. */
export interface Sink<T> {
  change(change: Change, object: T, time: number): void;
  gap(gap: Gap): void;
}

/** A break shorter than this leaves nothing unseen at the resolution of 1 s that the results state. */
const RESOLUTION = 1000;

/** The API server ends watches after some minutes anyway; asked to, it does so without an error. */
const WATCH_SECONDS = 300;

/**
 * Lists the collection, then follows its changes until the signal aborts; never rejects after the first list. A watch that breaks goes
 * on from the last resource version, so that no change is lost; changes during a break of over a second are stamped late, which is
 * told as a gap. Where the API server no longer knows that version (410), the collection is listed again and
 * compared, and what came and went in between is lost: a gap too.
 * @returns once the first list has been taken, what ends when the watch does
 */
export async function watch<T extends KubeObject>(
  kube: Kube,
  { name, path, query = {} }: Collection,
  sink: Sink<T>,
  signal: AbortSignal,
): Promise<{ readonly done: Promise<void> }> {
  const known = new Map<string, T>();
  let version = await list(true);
  return { done: follow() };

  async function list(first: boolean): Promise<string> {
    const { items, metadata } = await kube.call<{ items: T[]; metadata: { resourceVersion: string } }>('GET', path, {
      query,
      signal,
    });
    const time = Date.now();
    const gone = new Map(known);
    for (const item of items) {
      const before = known.get(item.metadata.uid);
      gone.delete(item.metadata.uid);
      known.set(item.metadata.uid, item);
      if (before?.metadata.resourceVersion === item.metadata.resourceVersion) continue;
      sink.change(first ? 'INITIAL' : before ? 'MODIFIED' : 'ADDED', item, time);
    }
    for (const [uid, item] of gone) {
      known.delete(uid);
      sink.change('DELETED', item, time);
    }
    return metadata.resourceVersion;
  }

  async function follow(): Promise<void> {
    let lostAt: number | undefined;
    let cause = '';
    let mustList = false;
    for (let pause = 100; !signal.aborted;) {
      try {
        if (mustList) version = await list(false);
        const lines = await kube.lines(
          path,
          { ...query, watch: true, allowWatchBookmarks: true, resourceVersion: version, timeoutSeconds: WATCH_SECONDS },
          signal,
        );
        if (lostAt !== undefined && (mustList || Date.now() - lostAt > RESOLUTION)) {
          sink.gap({ source: name, from: lostAt, to: Date.now(), message: cause });
        }
        lostAt = undefined;
        mustList = false;
        pause = 100;
        for await (const line of lines) take(JSON.parse(line) as WatchEvent<T>);
        lostAt = Date.now();
        cause = 'the API server ended the watch';
      } catch (error) {
        if (signal.aborted) return;
        mustList ||= error instanceof KubeError && error.code === 410;
        lostAt ??= Date.now();
        cause = messageOf(error);
        await sleep(pause, undefined, { signal }).catch(() => undefined);
        pause = Math.min(1000, pause * 2);
      }
    }
  }

  function take({ type, object }: WatchEvent<T>): void {
    const time = Date.now();
    if (type === 'ERROR') {
      const { code, message } = object as unknown as { code?: number; message?: string };
      throw new KubeError(code ?? 500, message ?? 'the watch failed');
    }
    version = object.metadata.resourceVersion ?? version;
    if (type === 'BOOKMARK') return;
    if (type === 'DELETED') known.delete(object.metadata.uid);
    else known.set(object.metadata.uid, object);
    sink.change(type, object, time);
  }
}

interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: T;
}
