import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Connector } from '../../plugins/kubernetes/client/connection';
import type { KubeObject } from '../../plugins/kubernetes/object';

/** An API server for config maps in the namespace `default`, as far as the client's tests need it. */
export class ApiServer {
  /** Requests as they came, `METHOD PATH`. */
  readonly requests: string[] = [];
  /** Takes each body that comes with a PATCH, and the name of the object. */
  onPatch: (name: string, body: unknown) => void = () => undefined;
  /** Answers given before all else, one a request: a status code with a body, or `reset` for a lost connection. */
  readonly upcoming: ('reset' | { code: number; body?: object; headers?: Record<string, string> })[] = [];
  readonly #objects = new Map<string, KubeObject>();
  /** Watches, with the name that each selects. */
  readonly #watchers = new Map<ServerResponse, string>();
  readonly #server: Server = createServer((request, response) => this.#answer(request, response));
  #version = 1;

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get connector(): Connector {
    const { port } = this.#server.address() as AddressInfo;
    const connect = () => Promise.resolve({ server: `http://127.0.0.1:${port}`, options: {} });
    return { connect, forget: () => undefined } as unknown as Connector;
  }

  /** Writes an object as a controller would: watches are told of it. */
  put(name: string, content: Partial<KubeObject> = {}): KubeObject {
    const type = this.#objects.has(name) ? 'MODIFIED' : 'ADDED';
    const metadata = {
      ...content.metadata,
      name,
      namespace: 'default',
      uid: `uid-${name}`,
      resourceVersion: String(++this.#version),
    };
    const object: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', ...content, metadata };
    this.#objects.set(name, object);
    this.#tell(type, object);
    return object;
  }

  remove(name: string): void {
    const object = this.#objects.get(name);
    this.#objects.delete(name);
    if (object) this.#tell('DELETED', object);
  }

  /** Ends all watches without a word, as an API server does that is restarted. */
  dropWatches(): void {
    for (const watcher of this.#watchers.keys()) watcher.destroy();
    this.#watchers.clear();
  }

  #tell(type: string, object: KubeObject): void {
    for (const [watcher, name] of this.#watchers) {
      if (name === object.metadata.name) watcher.write(`${JSON.stringify({ type, object })}\n`);
    }
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', url = '' } = request;
    const selected = new URL(url, 'http://api').searchParams.get('fieldSelector')?.replace('metadata.name=', '') ?? '';
    this.requests.push(`${method} ${url}`);
    const next = this.upcoming.shift();
    if (next === 'reset') request.socket.destroy();
    else if (next) response.writeHead(next.code, next.headers).end(JSON.stringify(next.body ?? {}));
    else if (url === '/api/v1') {
      const resources = [{ name: 'configmaps', kind: 'ConfigMap', namespaced: true }];
      response.end(JSON.stringify({ resources }));
    } else if (url.includes('watch=true')) {
      response.writeHead(200).flushHeaders();
      this.#watchers.set(response, selected);
    } else if (url.startsWith('/api/v1/namespaces/default/configmaps?')) {
      const list = {
        metadata: { resourceVersion: String(this.#version) },
        items: [this.#objects.get(selected)].filter(Boolean),
      };
      response.end(JSON.stringify(list));
    } else {
      const name = url.split(/[/?]/)[6] ?? '';
      const object = this.#objects.get(name);
      if (method === 'PATCH') request.on('data', (body) => this.onPatch(name, JSON.parse(String(body))));
      response.writeHead(object ? 200 : 404).end(JSON.stringify(object ?? { message: 'not found' }));
    }
  }
}
