import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';

import type { Manifest } from '../plan/coredns';
import { certificateFile, keyFile } from '../pki/store';
import { readFileSync } from 'node:fs';

/** An answer of the API server that is not a success. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The few calls that bringing a cluster up needs. Small, so that `status` does not have to load a client library. */
export interface Api {
  get<T>(path: string): Promise<T>;
  /** Resolves when every check of the API server passes, and rejects when one does not. */
  ready(): Promise<void>;
  /** Server-side apply. */
  apply(manifest: Manifest): Promise<void>;
  /** JSON merge patch. */
  patch(path: string, body: unknown): Promise<void>;
  delete(path: string): Promise<void>;
  /**
   * Calls back with each line of an answer that goes on, a watch's for instance. Resolves when the answer ends; rejects when it is an
   * error, is cut off, or `signal` is aborted.
   */
  lines(path: string, onLine: (line: string) => void, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** In milliseconds. */
const timeout = 5_000;

const plural: Readonly<Record<string, string>> = {
  ServiceAccount: 'serviceaccounts',
  ConfigMap: 'configmaps',
  Service: 'services',
  Deployment: 'deployments',
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  Event: 'events',
};

/** Path of a kind's objects, or of one of them. */
export function objectPath({ apiVersion, kind, metadata }: Manifest): string {
  const resource = plural[kind];
  if (!resource) throw new Error(`kind ${kind} is not known here`);
  const group = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const space = metadata.namespace ? `/namespaces/${metadata.namespace}` : '';
  return `${group}${space}/${resource}/${metadata.name}`;
}

/** Speaks to the API server as the administrator. */
export function connect(endpoint: string, pki: string): Api {
  const agent = new Agent({
    keepAlive: true,
    ca: readFileSync(certificateFile(pki, 'ca')),
    cert: readFileSync(certificateFile(pki, 'admin')),
    key: readFileSync(keyFile(pki, 'admin')),
  });
  const send = (method: string, path: string, body?: unknown, type = 'application/apply-patch+yaml'): Promise<string> =>
    new Promise((resolve, reject) => {
      const headers = body === undefined ? {} : { 'content-type': type };
      const sent = request(`${endpoint}${path}`, { method, agent, timeout, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const status = response.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve(text);
          else reject(new ApiError(status, `${method} ${path}: ${status} ${text.slice(0, 500)}`));
        });
      });
      sent.on('timeout', () => sent.destroy(new Error(`${method} ${path}: no answer within ${timeout / 1000} s`)));
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  return {
    get: async <T>(path: string) => JSON.parse(await send('GET', path)) as T,
    ready: async () => void (await send('GET', '/readyz')),
    apply: async (manifest) =>
      void (await send('PATCH', `${objectPath(manifest)}?fieldManager=autoscaling-testbed&force=true`, manifest)),
    patch: async (path, body) => void (await send('PATCH', path, body, 'application/merge-patch+json')),
    delete: async (path) =>
      void (await send('DELETE', path).catch((error: unknown) => {
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      })),
    lines: (path, onLine, signal) =>
      new Promise((resolve, reject) => {
        const sent = request(`${endpoint}${path}`, { agent, signal }, (response) => {
          const status = response.statusCode ?? 0;
          const reader = createInterface({ input: response });
          const said: string[] = [];
          reader.on('line', (line) => (status === 200 ? onLine(line) : said.push(line)));
          // An error of the one is one of the other as well, and nobody's if nobody listens.
          for (const stream of [response, reader]) stream.on('error', reject);
          reader.on('close', () => {
            if (status !== 200) reject(new ApiError(status, `GET ${path}: ${status} ${said.join(' ').slice(0, 500)}`));
            else if (response.complete) resolve();
            else reject(new Error(`GET ${path}: the answer was cut off`));
          });
        });
        sent.on('error', reject);
        sent.end();
      }),
    close: () => agent.destroy(),
  };
}
