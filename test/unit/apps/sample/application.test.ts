import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { Application } from '../../../../apps/sample/application';
import { readSettings } from '../../../../apps/sample/settings';
import { fetchText, sample } from './client';

const running: Application[] = [];

/** Starts an application on a free port of 127.0.0.1 and gives its address. */
async function start(env: Record<string, string> = {}): Promise<string> {
  const application = new Application(
    readSettings({ PORT: '0', HEAVYWORK_ROUNDS: '100', LIGHTWORK_ROUNDS: '10', DRAIN_SECONDS: '0', ...env }),
  );
  running.push(application);
  return `http://127.0.0.1:${await application.start()}`;
}

async function metricsOf(address: string): Promise<string> {
  return (await fetchText(`${address}/metrics`)).text;
}

afterEach(async () => {
  for (const application of running.splice(0)) {
    application.server.closeAllConnections();
    await new Promise((resolve) => application.server.close(resolve));
  }
});

test('each path answers as documented', async () => {
  const address = await start({ CROCODILES_DELAY_MIN_MS: '0', CROCODILES_DELAY_MAX_MS: '1' });
  const get = (path: string) => fetchText(address + path);
  expect(JSON.parse((await get('/heavywork?id=7')).text)).toMatchObject({ rounds: 100 });
  expect(JSON.parse((await get('/lightwork')).text)).toMatchObject({ rounds: 10 });
  expect(JSON.parse((await get('/crocodiles')).text)).toContainEqual({
    id: 1,
    name: 'Nile crocodile',
    species: 'Crocodylus niloticus',
  });
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(200);
  expect((await get('/metrics')).headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
  expect((await get('/nowhere')).status).toBe(404);
  const post = await fetchText(`${address}/heavywork`, { method: 'POST' });
  expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD']);
  const head = await fetchText(`${address}/healthz`, { method: 'HEAD' });
  expect([head.status, head.text]).toEqual([200, '']);
});

test('metrics count what was served, by method, route and status', async () => {
  const address = await start();
  for (let i = 0; i < 3; i++) await fetchText(`${address}/heavywork`);
  await fetchText(`${address}/heavywork`, { method: 'POST' });
  for (let i = 0; i < 2; i++) await fetchText(`${address}/lightwork`);
  await fetchText(`${address}/made/up/1`);
  await fetchText(`${address}/made/up/2`);
  const metrics = await metricsOf(address);
  expect(sample(metrics, 'heavywork_requests_total')).toBe(3);
  const requests = (method: string, route: string, status: number) =>
    sample(metrics, `node_http_requests_total{method="${method}",route="${route}",status="${status}"}`);
  expect(requests('GET', '/heavywork', 200)).toBe(3);
  expect(requests('POST', '/heavywork', 405)).toBe(1);
  expect(requests('GET', '/lightwork', 200)).toBe(2);
  expect(requests('GET', 'other', 404)).toBe(2);
  expect(sample(metrics, 'http_request_duration_seconds_count{route="/heavywork"}')).toBe(4);
  expect(sample(metrics, 'http_request_duration_seconds_bucket{le="+Inf",route="/lightwork"}')).toBe(2);
  expect(sample(metrics, 'process_cpu_seconds_total')).toBeGreaterThan(0);
});

test('two applications make a chain', async () => {
  const behind = await start();
  const front = await start({ DOWNSTREAM_URLS: `${behind}/lightwork,${behind}/heavywork` });
  const reply = await fetchText(`${front}/heavywork`);
  expect(reply.status).toBe(200);
  expect((JSON.parse(reply.text) as { downstream: unknown }).downstream).toEqual([
    { url: `${behind}/lightwork`, status: 200 },
    { url: `${behind}/heavywork`, status: 200 },
  ]);
  expect(sample(await metricsOf(behind), 'heavywork_requests_total')).toBe(1);
  expect(sample(await metricsOf(front), 'heavywork_requests_total')).toBe(1);
});

test('a downstream failure, of whatever kind, is a 502 that names it', async () => {
  const silent = createServer(() => {
    // Never answers.
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const silentUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
  const good = await start();
  const front = await start({
    DOWNSTREAM_URLS: `${good}/lightwork,${good}/nowhere,${silentUrl},http://127.0.0.1:1/`,
    DOWNSTREAM_TIMEOUT_SECONDS: '0.2',
  });
  const reply = await fetchText(`${front}/lightwork`);
  silent.closeAllConnections();
  silent.close();
  expect(reply.status).toBe(502);
  expect((JSON.parse(reply.text) as { downstream: unknown }).downstream).toEqual([
    { url: `${good}/lightwork`, status: 200 },
    { url: `${good}/nowhere`, status: 404 },
    { url: silentUrl, error: 'no answer within 0.2 s' },
    { url: 'http://127.0.0.1:1/', error: 'connect ECONNREFUSED 127.0.0.1:1' },
  ]);
  expect(sample(await metricsOf(front), 'node_http_requests_total{method="GET",route="/lightwork",status="502"}')).toBe(
    1,
  );
});

test('probes and metrics are answered while work waits in the queue', async () => {
  const address = await start({ HEAVYWORK_ROUNDS: '300000' });
  const left = new AbortController();
  const work = Array.from({ length: 20 }, () =>
    fetchText(`${address}/heavywork`, { signal: left.signal }).catch(() => undefined),
  );
  let waiting = 0;
  while (waiting < 10) waiting = sample(await metricsOf(address), 'work_queue_length');
  expect((await fetchText(`${address}/readyz`)).status).toBe(200);
  expect((await fetchText(`${address}/healthz`)).status).toBe(200);

  // The clients give up: their requests leave the queue and are counted as given up, not as served.
  left.abort();
  await Promise.all(work);
  while (waiting > 0) waiting = sample(await metricsOf(address), 'work_queue_length');
  const metrics = await metricsOf(address);
  const served = sample(metrics, 'heavywork_requests_total');
  expect(served).toBeLessThan(20);
  expect(sample(metrics, 'node_http_requests_total{method="GET",route="/heavywork",status="499"}') + served).toBe(20);
});

test('it is not ready while it starts', async () => {
  const address = await start({ STARTUP_DELAY_SECONDS: '3600' });
  const reply = await fetchText(`${address}/readyz`);
  expect([reply.status, JSON.parse(reply.text)]).toEqual([503, { status: 'starting' }]);
  expect((await fetchText(`${address}/healthz`)).status).toBe(200);
});

test('a request that outlasts the grace time is cut off and reported', async () => {
  const address = await start({
    CROCODILES_DELAY_MIN_MS: '600000',
    CROCODILES_DELAY_MAX_MS: '600000',
    GRACE_SECONDS: '0.05',
  });
  const application = running[0] as Application;
  const request = fetchText(`${address}/crocodiles`);
  const outcome = expect(request).rejects.toThrow('socket hang up');
  while (application.underWay === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(await application.drain()).toBe(1);
  await outcome;
});

test('a connection that stays silent does not hold the drain up', async () => {
  const address = await start({ GRACE_SECONDS: '0.05' });
  const socket = connect(Number(new URL(address).port), '127.0.0.1').on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  expect(await (running[0] as Application).drain()).toBe(0);
  socket.destroy();
});
