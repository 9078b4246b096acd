import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** Pages that may be open at one time. */
const MAX_CLIENTS = 20;
/** Bytes that wait for a page that does not read; it is cut off then, and comes back for a snapshot. */
const MAX_BACKLOG = 8 * 2 ** 20;
/** Milliseconds after which a page that lost the server asks again. */
const RETRY = 1000;
const LOOPBACK = '127.0.0.1';

const HEADERS = {
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export interface Site {
  /** The page at `/`. */
  readonly html: string;
  /** What a page is told first, as an event with its data; none while there is nothing to tell. */
  readonly hello: () => Message | undefined;
  /** Told of each page that listens, after it has been told what there is. */
  readonly joined?: (client: ServerResponse) => void;
  /** More files by path, HTML all of them; undefined where there is none. */
  readonly file?: (path: string) => string | undefined;
}

/** A server-sent event (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export interface Message {
  readonly event: string;
  readonly data: unknown;
}

/**
 * One page and its events, on the loopback interface and for GET only. A name that some site points at this address gets nothing: the
 * Host header has to be the address or `localhost`, or that site's scripts could read what is here (DNS rebinding).
 */
export class LiveServer {
  private readonly clients = new Set<ServerResponse>();
  private readonly server: Server;

  private constructor(private readonly site: Site) {
    this.server = createServer((request, response) => this.answer(request, response));
    // A page lost is no error of the run.
    this.server.on('clientError', (_, socket) => socket.destroy());
    this.server.unref();
  }

  /** @param port @default any that is free @throws where the port is taken */
  static async listen(site: Site, port = 0): Promise<LiveServer> {
    const live = new LiveServer(site);
    live.server.listen(port, LOOPBACK);
    await once(live.server, 'listening');
    live.server.on('error', () => undefined);
    return live;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get address(): string {
    return `http://${LOOPBACK}:${this.port}`;
  }

  /** Pages that listen. */
  get open(): number {
    return this.clients.size;
  }

  /** Tells all pages. */
  send(message: Message): void {
    if (this.clients.size === 0) return;
    const text = textOf(message);
    for (const client of this.clients) {
      if (client.writableLength > MAX_BACKLOG) client.destroy();
      else client.write(text);
    }
  }

  /** Ends every connection, those that are open too. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    for (const client of this.clients) client.end();
    // What has been written may still reach its page.
    const timer = setTimeout(() => this.server.closeAllConnections(), 200);
    this.server.closeIdleConnections();
    await closed;
    clearTimeout(timer);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    response.on('error', () => undefined);
    const refuse = (status: number, text: string, headers = {}): void =>
      void response
        .writeHead(status, { ...HEADERS, 'content-type': 'text/plain; charset=utf-8', ...headers })
        .end(`${text}\n`);
    const own = [`${LOOPBACK}:${this.port}`, `localhost:${this.port}`];
    if (!own.includes(request.headers.host ?? ''))
      return refuse(421, `This page is at ${this.address} and answers to no other name.`);
    if (request.method !== 'GET') return refuse(405, 'Only GET.', { allow: 'GET' });
    const path = request.url?.split('?', 1)[0] ?? '';
    if (path === '/events') return this.events(response, refuse);
    const page = path === '/' ? this.site.html : this.site.file?.(path);
    if (page === undefined) return refuse(404, 'There is no such page.');
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/html; charset=utf-8' }).end(page);
  }

  private events(response: ServerResponse, refuse: (status: number, text: string) => void): void {
    if (this.clients.size >= MAX_CLIENTS) return refuse(503, `${MAX_CLIENTS} pages are open already.`);
    response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
    response.write(`retry: ${RETRY}\n\n`);
    const hello = this.site.hello();
    if (hello !== undefined) response.write(textOf(hello));
    this.clients.add(response);
    response.once('close', () => this.clients.delete(response));
    this.site.joined?.(response);
  }
}

/** JSON has no line break outside of its strings, nor in them. */
const textOf = ({ event, data }: Message): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
