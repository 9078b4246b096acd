import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Connector } from './connection';
import { ApiError, UnreachableError } from './errors';

/**
 * Requests to the API server as plain JSON. The Kubernetes client's generic API is not used for them: it passes objects through
 * its models, which drops every field that its version does not know.
 */

export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path and query, for example `/api/v1/pods?limit=1`. */
  readonly path: string;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly signal?: AbortSignal;
  /** Seconds for which a request is tried again while the API server is away or too busy. @default 20 */
  readonly patience?: number;
  /** Takes what the API server warns of. */
  readonly warn?: (message: string) => void;
}

export interface Answer {
  readonly code: number;
  readonly body: unknown;
}

const PATIENCE = 20;
/** Enough to open a connection anew that was idle for too long. */
const MIN_PATIENCE = 1;
/** Once one request has waited in vain, others do not wait again for this long. */
const GIVEN_UP_MS = 30_000;
/** Bounds the wait for an answer, ms; the API server itself gives up after 60 s. */
const ANSWER_MS = 65_000;
/** A host that drops packets must not stop a preview for minutes, ms. */
const CONNECT_MS = 10_000;

export class Rest {
  /** When the API server was last found to be away for good. */
  #gaveUp = -Infinity;

  constructor(private readonly connector: Connector) {}

  /** Sends a request that may safely be sent twice. Throws `ApiError` or `UnreachableError`. */
  async send(request: Request): Promise<Answer> {
    const patience = Date.now() - this.#gaveUp < GIVEN_UP_MS ? MIN_PATIENCE : (request.patience ?? PATIENCE);
    const end = Date.now() + patience * 1000;
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.#sendOnce(request);
      } catch (error) {
        request.signal?.throwIfAborted();
        if (error instanceof ApiError && error.code === 401 && attempt === 0) {
          this.connector.forget();
          continue;
        }
        const wait = retryDelay(error, attempt);
        if (wait === undefined || Date.now() + wait > end) {
          if (error instanceof UnreachableError && patience > MIN_PATIENCE) this.#gaveUp = Date.now();
          throw error;
        }
        await sleep(wait, request.signal);
      }
    }
  }

  async #sendOnce(request: Request): Promise<Answer> {
    const response = await this.open(request, ANSWER_MS);
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) text += chunk as string;
    const code = response.statusCode ?? 0;
    if (code >= 400) throw new ApiError(code, `${request.method} ${request.path}`, text);
    for (const message of warningsOf(response)) request.warn?.(message);
    return { code, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }

  /** Sends a request and gives the response as it begins; `timeout` (ms) bounds the silence on the connection. */
  async open(request: Request, timeout: number): Promise<IncomingMessage> {
    let server = '';
    try {
      const connection = await this.connector.connect();
      server = connection.server;
      const body = request.body === undefined ? undefined : JSON.stringify(request.body);
      const options = {
        ...connection.options,
        method: request.method,
        signal: request.signal,
        headers: {
          ...(connection.options.headers as Record<string, string> | undefined),
          accept: 'application/json',
          ...(body !== undefined && {
            'content-type': request.contentType ?? 'application/json',
            'content-length': Buffer.byteLength(body),
          }),
        },
      };
      return await new Promise((resolve, reject) => {
        const call = (server.startsWith('https') ? httpsRequest : httpRequest)(`${server}${request.path}`, options);
        const connecting = setTimeout(() => call.destroy(new Error('connection timed out')), CONNECT_MS);
        call.setTimeout(timeout, () => call.destroy(new Error(`no answer within ${timeout / 1000} s`)));
        call.on('socket', (socket) => {
          if (!socket.connecting) clearTimeout(connecting);
          else socket.once('connect', () => clearTimeout(connecting));
        });
        call.on('response', resolve);
        call.on('error', reject);
        call.on('close', () => clearTimeout(connecting));
        call.end(body);
      });
    } catch (error) {
      request.signal?.throwIfAborted();
      throw new UnreachableError(server, error);
    }
  }
}

/** Milliseconds until the next try; undefined when another would not help. */
function retryDelay(error: unknown, attempt: number): number | undefined {
  const backoff = Math.min(250 * 2 ** attempt, 2000);
  if (error instanceof ApiError) {
    const busy = [429, 503, 504].includes(error.code) || (error.code === 500 && error.retryAfter !== undefined);
    return busy ? Math.max(backoff, (error.retryAfter ?? 0) * 1000) : undefined;
  }
  return error instanceof UnreachableError && isTransient(error.cause) ? backoff : undefined;
}

/** A connection that failed, as it does while the API server restarts; not a name that cannot be resolved, nor a bad certificate. */
export function isTransient(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isTransient);
  const { code, message } = error as { code?: string; message?: string };
  return ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(code ?? '') || message === 'socket hang up';
}

/** The texts of `Warning: 299 - "text"` headers. */
function warningsOf(response: IncomingMessage): string[] {
  const header = response.headers['warning'];
  return typeof header === 'string'
    ? [...header.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map((match) => (match[1] ?? '').replaceAll('\\"', '"'))
    : [];
}

/** Waits, ms; rejects when the signal aborts. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
