import type { ResourceType } from '../kinds';
import type { KubeObject } from '../object';
import { pathOf } from './discovery';
import { ApiError, isNotFound } from './errors';
import type { Objects } from './objects';
import { isTransient, sleep } from './rest';

/** Objects to follow: those of a kind that a selector matches. */
export interface Selection extends ResourceType {
  readonly namespace: string | undefined;
  /** Query parameters `fieldSelector` or `labelSelector`. */
  readonly selector: Readonly<Record<string, string>>;
}

/** A watch that is silent this long is opened anew with a fresh list: changes then come late, but they come. */
const SILENCE_MS = 15_000;
/** How long the API server may be away before that counts as an error. */
const OUTAGE_MS = 30_000;

interface Event {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: KubeObject & { code?: number };
}

/** The selected objects, as they are at first and after each change, until the signal aborts (then it rejects with its reason). */
export async function* follow(
  objects: Objects,
  selection: Selection,
  signal: AbortSignal,
): AsyncGenerator<KubeObject[], never> {
  let lastContact = Date.now();
  for (;;) {
    signal.throwIfAborted();
    try {
      for await (const items of followOnce(objects, selection, signal)) {
        lastContact = Date.now();
        yield items;
      }
    } catch (error) {
      signal.throwIfAborted();
      // The kind may be gone, with its CustomResourceDefinition, and then so are its objects.
      if (isNotFound(error)) yield [];
      else if (isFinal(error) || Date.now() - lastContact > OUTAGE_MS) throw error;
    }
    await sleep(500, signal);
  }
}

/** What another try would not mend: no permission, say. A lost connection, an expired version or a busy server it would. */
function isFinal(error: unknown): boolean {
  if (error instanceof ApiError) return error.code >= 400 && error.code < 500 && ![408, 410, 429].includes(error.code);
  return (
    error instanceof Error && error.cause !== undefined && !isTransient(error.cause) && !/no answer/.test(error.message)
  );
}

/** One list and one watch; ends with the watch. */
async function* followOnce(objects: Objects, selection: Selection, signal: AbortSignal): AsyncGenerator<KubeObject[]> {
  const { apiVersion, kind, namespace, selector } = selection;
  const path = pathOf(await objects.find(selection, { signal }), namespace);
  const query = (extra: Record<string, string>) =>
    `${path}?${new URLSearchParams({ ...selector, ...extra }).toString()}`;
  const { body } = await objects.rest.send({ method: 'GET', path: query({}), signal });
  const list = body as { items?: KubeObject[]; metadata?: { resourceVersion?: string } };
  const items = new Map((list.items ?? []).map((item) => [item.metadata.uid, { ...item, apiVersion, kind }]));
  yield [...items.values()];

  const watch = query({
    watch: 'true',
    allowWatchBookmarks: 'true',
    resourceVersion: list.metadata?.resourceVersion ?? '',
    timeoutSeconds: String(SILENCE_MS / 1000),
  });
  for await (const event of events(objects, watch, signal)) {
    if (event.type === 'BOOKMARK') continue;
    // Mostly "too old resource version": a new list helps.
    if (event.type === 'ERROR') return;
    if (event.type === 'DELETED') items.delete(event.object.metadata.uid);
    else items.set(event.object.metadata.uid, event.object);
    yield [...items.values()];
  }
}

/** The events of a watch, one JSON text a line. */
async function* events(objects: Objects, path: string, signal: AbortSignal): AsyncGenerator<Event> {
  const response = await objects.rest.open({ method: 'GET', path, signal }, 2 * SILENCE_MS);
  try {
    if (response.statusCode !== 200) throw new ApiError(response.statusCode ?? 0, `GET ${path}`, '');
    let rest = '';
    for await (const chunk of response.setEncoding('utf8')) {
      const lines = (rest + (chunk as string)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '') yield JSON.parse(line) as Event;
    }
  } finally {
    response.destroy();
  }
}
