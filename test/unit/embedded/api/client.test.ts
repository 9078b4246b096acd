import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';

import { connect, objectPath, type Api } from '../../../../embedded/api/client';
import { controlPlaneCertificates } from '../../../../embedded/pki/certificates';
import { certificateFile, ensureCertificates, keyFile } from '../../../../embedded/pki/store';
import { scratch } from '../scratch';

const metadata = { name: 'demo' };

describe('objectPath', () => {
  it.each([
    ['v1', 'ConfigMap', 'kube-system', '/api/v1/namespaces/kube-system/configmaps/demo'],
    ['apps/v1', 'Deployment', 'default', '/apis/apps/v1/namespaces/default/deployments/demo'],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', '', '/apis/rbac.authorization.k8s.io/v1/clusterroles/demo'],
  ])('of a %s %s', (apiVersion, kind, namespace, path) => {
    expect(objectPath({ apiVersion, kind, metadata: { ...metadata, ...(namespace ? { namespace } : {}) } })).toBe(path);
  });

  it('is none of a kind that is never applied here', () => {
    expect(() => objectPath({ apiVersion: 'v1', kind: 'Pod', metadata })).toThrow('kind Pod is not known here');
  });
});

describe('connect', () => {
  const folder = scratch();
  let server: Server;
  let api: Api;
  let answer: { status: number; body: string; cutOff?: boolean };
  let seen: string[];

  async function record(request: IncomingMessage): Promise<void> {
    const who = (request.socket as TLSSocket).getPeerCertificate().subject.O;
    const chunks = (await request.toArray()) as Buffer[];
    const { method, url, headers } = request;
    seen = [`${method} ${url}`, headers['content-type'] ?? '', Buffer.concat(chunks).toString(), String(who)];
  }

  beforeAll(async () => {
    // 127.0.0.1 stands for the bridge: the API server's certificate names it, and nobody without a certificate comes in.
    await ensureCertificates(folder.dir, controlPlaneCertificates('127.0.0.1', '10.70.16.1'));
    const read = (path: string): Buffer => readFileSync(path);
    server = createServer(
      {
        cert: read(certificateFile(folder.dir, 'apiserver')),
        key: read(keyFile(folder.dir, 'apiserver')),
        ca: read(certificateFile(folder.dir, 'ca')),
        requestCert: true,
        rejectUnauthorized: true,
      },
      (request, response) => {
        void record(request).then(() => {
          response.writeHead(answer.status);
          if (answer.cutOff) response.write(answer.body, () => response.destroy());
          else response.end(answer.body);
        });
      },
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    api = connect(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, folder.dir);
  });
  afterAll(async () => {
    api.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    folder.remove();
  });
  beforeEach(() => (answer = { status: 200, body: '{"items":[]}' }));

  it('verifies the server, and comes as the administrator', async () => {
    expect(await api.get('/api/v1/nodes')).toEqual({ items: [] });
    expect(seen).toEqual(['GET /api/v1/nodes', '', '', 'system:masters']);
  });

  it('applies on the server, as the owner of the fields', async () => {
    const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...metadata, namespace: 'kube-system' } };
    await api.apply(manifest);
    expect(seen.slice(0, 3)).toEqual([
      'PATCH /api/v1/namespaces/kube-system/configmaps/demo?fieldManager=autoscaling-testbed&force=true',
      'application/apply-patch+yaml',
      JSON.stringify(manifest),
    ]);
  });

  it('patches by merging', async () => {
    await api.patch('/api/v1/nodes/app-1', { metadata: { labels: { a: null } } });
    expect(seen.slice(0, 3)).toEqual([
      'PATCH /api/v1/nodes/app-1',
      'application/merge-patch+json',
      '{"metadata":{"labels":{"a":null}}}',
    ]);
  });

  it('quotes what the API server refuses', async () => {
    answer = { status: 500, body: '[-]etcd failed' };
    await expect(api.ready()).rejects.toThrow('GET /readyz: 500 [-]etcd failed');
  });

  it('does not mind deleting what is gone, but any other failure', async () => {
    answer = { status: 404, body: 'not found' };
    await expect(api.delete('/api/v1/nodes/app-1')).resolves.toBeUndefined();
    answer = { status: 403, body: 'forbidden' };
    await expect(api.delete('/api/v1/nodes/app-1')).rejects.toThrow('DELETE /api/v1/nodes/app-1: 403 forbidden');
  });

  it('gives the lines of an answer one by one', async () => {
    const lines: string[] = [];
    const follow = (): Promise<void> => api.lines('/api/v1/nodes?watch=true', (line) => lines.push(line), signal);
    const { signal } = new AbortController();
    answer = { status: 200, body: '{"type":"ADDED"}\n{"type":"DELETED"}\n' };
    await follow();
    expect([lines, seen[0]]).toEqual([['{"type":"ADDED"}', '{"type":"DELETED"}'], 'GET /api/v1/nodes?watch=true']);
    answer = { status: 410, body: 'too old' };
    await expect(follow()).rejects.toThrow('GET /api/v1/nodes?watch=true: 410 too old');
  });

  it('gives the lines of an answer that is cut off, and says so', async () => {
    const lines: string[] = [];
    answer = { status: 200, body: '{"type":"ADDED"}\n', cutOff: true };
    const { signal } = new AbortController();
    await expect(api.lines('/api/v1/nodes', (line) => lines.push(line), signal)).rejects.toThrow(/aborted|cut off/);
    expect(lines).toEqual(['{"type":"ADDED"}']);
  });

  it('ends an answer that goes on when it is told to', async () => {
    const stop = new AbortController();
    const going = api.lines('/api/v1/nodes', () => undefined, stop.signal);
    stop.abort();
    await expect(going).rejects.toThrow('abort');
  });
});
