import { KubeConfig } from '@kubernetes/client-node';
import http, { type IncomingMessage } from 'node:http';
import https, { type RequestOptions } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

/** An answer of the API server that is not a success. `code` is its HTTP status. */
export class KubeError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
    this.name = 'KubeError';
  }
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface CallOptions {
  readonly query?: Query;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  /** Milliseconds until the call fails. @default 10000 */
  readonly timeout?: number;
}

/**
 * One cluster's API server. Objects are taken as the API sends them (JSON, times as text): the same form comes by list, by watch and
 * by the journal. Authentication is client-node's, by the kubeconfig.
 */
export interface Kube {
  /** `https://ADDRESS:PORT` of the API server. */
  readonly server: string;
  /** Options for another HTTP client: the agent carries certificates, the headers a token. */
  credentials(): Promise<Pick<RequestOptions, 'agent' | 'headers'>>;
  /** The body of a PATCH is a JSON merge patch (RFC 7386). */
  call<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, options?: CallOptions): Promise<T>;
  /** A GET whose answer is text. */
  text(path: string, options?: CallOptions): Promise<string>;
  /** A stream of whole lines. Resolves once the API server has answered; the iteration throws when the stream breaks. */
  lines(path: string, query: Query, signal: AbortSignal): Promise<AsyncIterable<string>>;
}

const MERGE_PATCH = 'application/merge-patch+json';

export function connect(kubeconfig: string): Kube {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const cluster = config.getCurrentCluster();
  if (!cluster) throw new Error('The kubeconfig has no current cluster: set current-context to one of its contexts.');
  const server = cluster.server.replace(/\/$/, '');
  const options = async (): Promise<RequestOptions> => {
    const result: RequestOptions = {};
    await config.applyToHTTPSOptions(result);
    return result;
  };

  async function open(method: string, path: string, call: CallOptions): Promise<IncomingMessage> {
    const url = new URL(server + path);
    for (const [key, value] of Object.entries(call.query ?? {})) {
      if (value !== undefined) url.searchParams.set(key, String(value));
    }
    const base = await options();
    call.signal?.throwIfAborted();
    const body = call.body === undefined ? undefined : JSON.stringify(call.body);
    const headers = {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': method === 'PATCH' ? MERGE_PATCH : 'application/json' }),
      ...base.headers,
    };
    return new Promise((resolve, reject) => {
      const request = (url.protocol === 'http:' ? http : https).request(
        url,
        { ...base, method, headers, signal: call.signal },
        resolve,
      );
      // A peer that vanished without a word is noticed by TCP itself.
      request.on('socket', (socket) => socket.setKeepAlive(true, 5000));
      const limit = call.timeout ?? 10_000;
      const timer = setTimeout(() => request.destroy(new Error(`no answer within ${limit / 1000} s`)), limit);
      request.on('response', () => clearTimeout(timer));
      request.on('error', (error) => {
        clearTimeout(timer);
        reject(
          call.signal?.aborted
            ? (call.signal.reason as Error)
            : new Error(`${server} ${method} ${path}: ${error.message}`),
        );
      });
      request.end(body);
    });
  }

  async function succeeded(method: string, path: string, call: CallOptions): Promise<IncomingMessage> {
    const response = await open(method, path, call);
    const code = response.statusCode ?? 0;
    if (code >= 200 && code < 300) return response;
    throw new KubeError(code, `${method} ${path}: ${code} ${statusMessage(await readAll(response))}`);
  }

  return {
    server,
    async credentials() {
      const { agent, headers } = await options();
      return { agent, headers };
    },
    async call<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, call: CallOptions = {}) {
      return JSON.parse(await readAll(await succeeded(method, path, call))) as T;
    },
    async text(path, call = {}) {
      return readAll(await succeeded('GET', path, call));
    },
    async lines(path, query, signal) {
      return unbroken(splitLines(await succeeded('GET', path, { query, signal })), signal);
    },
  };
}

/** Names what Node calls just "aborted". */
async function* unbroken(lines: AsyncIterable<string>, signal: AbortSignal): AsyncGenerator<string> {
  try {
    yield* lines;
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(`the connection to the API server broke (${messageOf(error)})`, { cause: error });
  }
}

async function readAll(response: IncomingMessage): Promise<string> {
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) text += chunk as string;
  return text;
}

/** The message of a Kubernetes Status, or the start of whatever came instead. */
function statusMessage(body: string): string {
  try {
    const { message } = JSON.parse(body) as { message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // Not JSON: an answer of something behind the API server's proxy.
  }
  return body.slice(0, 200);
}

/**
 * Whole lines only: what follows the last line break is dropped, for a stream that ends within a line was cut off, and its reader
 * asks for that line again.
 */
export async function* splitLines(
  chunks: AsyncIterable<unknown> & { setEncoding?(encoding: string): unknown },
): AsyncGenerator<string> {
  chunks.setEncoding?.('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + String(chunk)).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof KubeError && error.code === 404;
}

/** What the API server refuses for good: asking again gives the same answer. */
function isFinal(error: unknown): boolean {
  return error instanceof KubeError && error.code >= 400 && error.code < 500 && ![408, 409, 429].includes(error.code);
}

export interface RetryOptions {
  /** Milliseconds to go on trying. */
  readonly within: number;
  readonly signal?: AbortSignal;
}

/** Calls until it succeeds: an API server that restarts is away for some seconds. Throws the last error. */
export async function retry<T>(action: () => Promise<T>, { within, signal }: RetryOptions): Promise<T> {
  const deadline = Date.now() + within;
  for (let pause = 100; ; pause = Math.min(1000, pause * 2)) {
    try {
      return await action();
    } catch (error) {
      if (signal?.aborted || isFinal(error) || Date.now() + pause > deadline) throw error;
      await sleep(pause, undefined, { signal });
    }
  }
}

/** The text of an error of unknown kind. */
export function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}
