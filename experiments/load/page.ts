import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import type { Kube } from '../kube';
import type { Page } from './driver';

const LOOPBACK = '127.0.0.1';

export interface ShownPage {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string;
  close(): void;
}

/**
 * Shows a page of the load generator on this machine's loopback, through the API server's service proxy with the kubeconfig's credentials. To be
 * looked at: whatever is not GET or HEAD is refused, for it would change the load that is measured.
 * The port is the page's own if that is free on this machine.
 */
export async function showPage(kube: Kube, namespace: string, page: Page): Promise<ShownPage> {
  const prefix = `/api/v1/namespaces/${namespace}/services/http:${page.service}:${page.port}/proxy`;
  const server = http.createServer((request, response) => {
    const refused = refusal(request);
    if (refused) return void response.writeHead(refused.status, { 'content-type': 'text/plain' }).end(refused.why);
    void forward(kube, prefix, request, response);
  });
  await listen(server, page.port);
  return {
    url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function refusal({
  method,
  headers,
}: http.IncomingMessage): { readonly status: number; readonly why: string } | undefined {
  // A name that another site lets point to this machine is that site's way in.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? ''))
    return { status: 403, why: `Ask for http://${LOOPBACK}.\n` };
  if (method === 'GET' || method === 'HEAD') return undefined;
  return { status: 405, why: 'To be looked at: the load of an experiment is as it was configured.\n' };
}

async function listen(server: http.Server, port: number): Promise<void> {
  server.listen(port, LOOPBACK);
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    server.listen(0, LOOPBACK);
    await once(server, 'listening');
  }
}

async function forward(
  kube: Kube,
  prefix: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const fail = (error: Error): void => {
    if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain' });
    response.end(`The load generator's page cannot be had: ${error.message}\n`);
  };
  try {
    const { agent, headers: own } = await kube.credentials();
    // The API server's proxy makes absolute links in pages begin with its own path.
    const path = request.url?.startsWith(prefix) ? request.url : `${prefix}${request.url ?? '/'}`;
    const url = new URL(kube.server + path);
    const { accept, 'accept-encoding': encoding } = request.headers;
    const headers = { ...(accept && { accept }), ...(encoding && { 'accept-encoding': encoding }), ...own };
    const { request: send } = url.protocol === 'http:' ? http : https;
    send(url, { method: request.method, agent, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response, () => undefined);
    })
      .on('error', fail)
      .end();
  } catch (error) {
    fail(error as Error);
  }
}
