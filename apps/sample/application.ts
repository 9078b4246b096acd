import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { CROCODILES, delayMs } from './crocodiles';
import { callAll, failed } from './downstream';
import { Metrics } from './metrics';
import { Service } from './service';
import { ServiceMetrics } from './serviceMetrics';
import type { Settings } from './settings';
import { Worker } from './work';

/** `starting` and `draining` are not ready; requests are served in every phase. */
export type Phase = 'starting' | 'ready' | 'draining';

/** nginx's status for a client that closed the connection; it is only counted, nobody is there to get it. */
const CLIENT_GONE = 499;

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly type?: string;
}
type Handler = (signal: AbortSignal) => Answer | Promise<Answer>;

/** The sample service: its routes, its metrics and the phases of its life. */
export class Application {
  readonly server: Server;
  readonly #settings: Settings;
  readonly #worker: Worker;
  readonly #metrics: Metrics;
  readonly #routes: ReadonlyMap<string, Handler>;
  #phase: Phase = 'starting';
  #underWay = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
    const worker = new Worker(settings.workConcurrency);
    this.#worker = worker;
    this.#metrics = new Metrics(() => worker.waiting);
    const own = settings.routes === null ? this.#single() : this.#service(settings.routes, worker);
    this.#routes = new Map<string, Handler>([
      ...own,
      ['/healthz', () => ({ status: 200, body: { status: 'alive' } })],
      ['/readyz', () => ({ status: this.#phase === 'ready' ? 200 : 503, body: { status: this.#phase } })],
      ['/metrics', () => this.#exposition()],
    ]);
    this.server = createServer((request, response) => void this.#serve(request, response));
  }

  /** The paths of an application that is one service. */
  #single(): [string, Handler][] {
    const { heavyworkRounds, lightworkRounds } = this.#settings;
    return [
      ['/heavywork', (signal) => this.#work(heavyworkRounds, signal)],
      ['/lightwork', (signal) => this.#work(lightworkRounds, signal)],
      ['/crocodiles', (signal) => this.#crocodiles(signal)],
    ];
  }

  /** The paths of one service of several. */
  #service(routes: NonNullable<Settings['routes']>, worker: Worker): [string, Handler][] {
    const { poolSize, errorSeed: seed, downstreamTimeoutSeconds: timeoutSeconds } = this.#settings;
    const metrics = new ServiceMetrics(this.#metrics.registry);
    const service = new Service({ poolSize, seed, timeoutSeconds }, worker, metrics);
    return [...routes].map(([path, route]) => [path, (signal) => service.handle(route, signal)]);
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Requests that are not answered yet. */
  get underWay(): number {
    return this.#underWay;
  }

  /** Listens, waits for the start-up delay and is ready then. Gives the port. */
  async start(): Promise<number> {
    const port = await new Promise<number>((resolve, reject) => {
      this.server.once('error', reject);
      // A long backlog: connections that a burst brings wait to be accepted, and are not dropped and retried 1 s later.
      this.server.listen({ port: this.#settings.port, backlog: 4096 }, () => {
        this.server.off('error', reject);
        const address = this.server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : this.#settings.port);
      });
    });
    const ready = () => {
      if (this.#phase === 'starting') this.#phase = 'ready';
    };
    if (this.#settings.startupDelaySeconds === 0) ready();
    else setTimeout(ready, this.#settings.startupDelaySeconds * 1000).unref();
    return port;
  }

  /**
   * Stops without losing a request: not ready at once, serving on for the drain time (until endpoints, proxies and the last
   * scrape have followed), then no new connections, and the requests under way are finished. Gives the number of requests that
   * had to be cut off at the end of the grace time: 0 if all went well.
   */
  async drain(): Promise<number> {
    this.#phase = 'draining';
    await sleep(this.#settings.drainSeconds * 1000);
    let cutOff = 0;
    const grace = setTimeout(
      () => {
        cutOff = this.#underWay;
        this.server.closeAllConnections();
      },
      (this.#settings.graceSeconds - this.#settings.drainSeconds) * 1000,
    );
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
    clearTimeout(grace);
    return cutOff;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const begin = performance.now();
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const handler = this.#routes.get(path);
    const method = request.method ?? 'GET';
    const client = new AbortController();
    this.#underWay++;
    response.once('close', () => {
      this.#underWay--;
      const complete = response.writableFinished;
      if (!complete) client.abort();
      this.#metrics.observe({
        method,
        route: handler === undefined ? 'other' : path,
        status: complete ? response.statusCode : CLIENT_GONE,
        seconds: (performance.now() - begin) / 1000,
      });
    });
    // A body is not expected; what comes is read and dropped, so that the connection goes on.
    request.resume();
    const answer = await this.#answer(method, path, handler, client.signal);
    if (client.signal.aborted) return;
    const text = typeof answer.body === 'string' ? answer.body : `${JSON.stringify(answer.body)}\n`;
    response.writeHead(answer.status, {
      'content-type': answer.type ?? 'application/json',
      'content-length': Buffer.byteLength(text),
      ...(answer.status === 405 ? { allow: 'GET, HEAD' } : {}),
      // A client that keeps its connection must find another pod for the next request.
      ...(this.#phase === 'draining' ? { connection: 'close' } : {}),
    });
    response.end(method === 'HEAD' ? undefined : text);
  }

  async #answer(method: string, path: string, handler: Handler | undefined, signal: AbortSignal): Promise<Answer> {
    if (handler === undefined)
      return { status: 404, body: { error: `no such path: ${path}`, paths: [...this.#routes.keys()] } };
    if (method !== 'GET' && method !== 'HEAD')
      return { status: 405, body: { error: `no such method here: ${method}` } };
    try {
      return await handler(signal);
    } catch (error) {
      // Abandoned work ends here too; then nobody reads the answer.
      return { status: 500, body: { error: error instanceof Error ? error.message : String(error) } };
    }
  }

  async #work(rounds: number, signal: AbortSignal): Promise<Answer> {
    const digest = await this.#worker.run(rounds, signal);
    const { downstreamUrls, downstreamTimeoutSeconds } = this.#settings;
    if (downstreamUrls.length === 0) return { status: 200, body: { rounds, digest } };
    const downstream = await callAll(downstreamUrls, downstreamTimeoutSeconds, signal);
    return { status: downstream.some(failed) ? 502 : 200, body: { rounds, digest, downstream } };
  }

  async #crocodiles(signal: AbortSignal): Promise<Answer> {
    await sleep(delayMs(this.#settings.crocodilesDelayMs, Math.random), undefined, { signal });
    return { status: 200, body: CROCODILES };
  }

  async #exposition(): Promise<Answer> {
    const { registry } = this.#metrics;
    return { status: 200, body: await registry.metrics(), type: registry.contentType };
  }
}
