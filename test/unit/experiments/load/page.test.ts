import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Kube } from '../../../../experiments/kube';
import { showPage, type ShownPage } from '../../../../experiments/load/page';

const PREFIX = '/api/v1/namespaces/load/services/http:master:8089/proxy';
const page = { name: 'A page', service: 'master', port: 8089 };

let api: http.Server;
let shown: ShownPage;
let asked: string[];
beforeEach(async () => {
  asked = [];
  api = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.authorization}`);
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>the page</p>');
  });
  api.listen(0, '127.0.0.1');
  await once(api, 'listening');
  const server = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const credentials = () => Promise.resolve({ headers: { authorization: 'Bearer secret' } });
  shown = await showPage({ server, credentials } as unknown as Kube, 'load', page);
});
afterEach(() => {
  shown.close();
  api.close();
  api.closeAllConnections();
});

/** Node's fetch sets the Host header itself. */
async function get(path: string, headers: http.OutgoingHttpHeaders = {}, method = 'GET'): Promise<[number, string]> {
  const request = http.request(new URL(path, shown.url), { headers, method, agent: false }).end();
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return [response.statusCode ?? 0, text];
}

test('is on the loopback interface, and comes through the API server with its credentials', async () => {
  expect(shown.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect(await get('/stats/requests?x=1')).toEqual([200, '<p>the page</p>']);
  // The API server puts its own path before links.
  await get(`${PREFIX}/assets/a.js`);
  expect(asked).toEqual([`GET ${PREFIX}/stats/requests?x=1 Bearer secret`, `GET ${PREFIX}/assets/a.js Bearer secret`]);
});

test('changes nothing', async () => {
  const [status, text] = await get('/swarm', {}, 'POST');
  expect(status).toBe(405);
  expect(text).toContain('To be looked at');
  expect(asked).toEqual([]);
});

test('answers to no other name: a site that lets its name point here sees nothing', async () => {
  expect((await get('/', { host: 'evil.example' }))[0]).toBe(403);
  expect(asked).toEqual([]);
});

test('says why when there is no answer', async () => {
  api.close();
  api.closeAllConnections();
  const [status, text] = await get('/');
  expect(status).toBe(502);
  expect(text).toMatch(/cannot be had: .*ECONNREFUSED/);
});
