import type { Api } from '../../../../embedded/api/client';

interface Named {
  readonly metadata: { readonly name: string };
}

/** An API server of Nodes and pods, as far as a watch sees it. Deleting a Node takes it away at once. */
export class FakeCluster {
  /** Requests as they came. */
  readonly calls: string[] = [];
  /** Watches that are open, by their path. */
  readonly #watches = new Map<string, { say: (line: string) => void; end: (error?: Error) => void }>();
  /** All that has happened, by the version after it. */
  readonly #history: { readonly kind: string; readonly line: string }[] = [];
  readonly #objects = { nodes: new Map<string, Named>(), pods: new Map<string, Named>() };
  /** Thrown by the next list. */
  failure: Error | undefined;

  readonly api = {
    get: <T>(path: string): Promise<T> => {
      this.calls.push(`list ${path}`);
      const { failure } = this;
      this.failure = undefined;
      if (failure) return Promise.reject(failure);
      const items = [...this.#of(path).values()];
      return Promise.resolve({ metadata: { resourceVersion: String(this.#history.length) }, items } as T);
    },
    lines: (path: string, onLine: (line: string) => void, signal: AbortSignal): Promise<void> =>
      new Promise((resolve, reject) => {
        this.calls.push(`watch ${path}`);
        signal.addEventListener('abort', () => reject(signal.reason as Error));
        const end = (error?: Error): void => (error ? reject(error) : resolve());
        const [collection = '', query] = path.split('?');
        this.#watches.set(collection, { say: onLine, end });
        const since = Number(new URLSearchParams(query).get('resourceVersion'));
        for (const { kind, line } of this.#history.slice(since)) if (collection.endsWith(kind)) onLine(line);
      }),
    delete: (path: string): Promise<void> => {
      this.calls.push(`delete ${path}`);
      this.remove('nodes', path.split('/').at(-1) ?? '');
      return Promise.resolve();
    },
    patch: (path: string): Promise<void> => Promise.resolve(void this.calls.push(`patch ${path}`)),
    apply: ({ kind }: { kind: string }): Promise<void> => Promise.resolve(void this.calls.push(`apply ${kind}`)),
  } as unknown as Api;

  #of(path: string): Map<string, Named> {
    return path.includes('pods') ? this.#objects.pods : this.#objects.nodes;
  }

  put(kind: 'nodes' | 'pods', object: Named): void {
    const type = this.#objects[kind].has(object.metadata.name) ? 'MODIFIED' : 'ADDED';
    this.#objects[kind].set(object.metadata.name, object);
    this.#tell(kind, JSON.stringify({ type, object }));
  }

  #tell(kind: 'nodes' | 'pods', line: string): void {
    this.#history.push({ kind, line });
    this.say(kind, line);
  }

  remove(kind: 'nodes' | 'pods', name: string): void {
    const object = this.#objects[kind].get(name);
    this.#objects[kind].delete(name);
    this.#tell(kind, JSON.stringify({ type: 'DELETED', object }));
  }

  /** Sends a line to the watch of a kind. */
  say(kind: 'nodes' | 'pods', line: string): void {
    this.#watches.get(`/api/v1/${kind}`)?.say(line);
  }

  /** Ends the watch of a kind. */
  end(kind: 'nodes' | 'pods', error?: Error): void {
    this.#watches.get(`/api/v1/${kind}`)?.end(error);
  }
}

/** Waits until something is so. */
export async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; !what(); tries++) {
    if (tries > 1000) throw new Error(`never: ${what.toString()}`);
    await new Promise((done) => setTimeout(done, 5));
  }
}
