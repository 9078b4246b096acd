import { Application } from '../../../../apps/sample/application';
import { readSettings } from '../../../../apps/sample/settings';
import { fetchText, sample } from './client';

const running: Application[] = [];

async function start(routes: object, env: Record<string, string> = {}): Promise<string> {
  const application = new Application(readSettings({ PORT: '0', ROUTES: JSON.stringify(routes), ...env }));
  running.push(application);
  return `http://127.0.0.1:${await application.start()}`;
}

afterEach(async () => {
  for (const application of running.splice(0)) {
    application.server.closeAllConnections();
    await new Promise((resolve) => application.server.close(resolve));
  }
});

const metricsOf = async (address: string): Promise<string> => (await fetchText(`${address}/metrics`)).text;
const target = (name: string, address: string) => ({ name, url: `${address}/` });

test('a service has its own routes and none of the single service', async () => {
  const address = await start({ '/': { rounds: 10 } });
  expect(JSON.parse((await fetchText(`${address}/`)).text)).toEqual({ rounds: 10 });
  expect((await fetchText(`${address}/heavywork`)).status).toBe(404);
  expect((await fetchText(`${address}/readyz`)).status).toBe(200);
  const metrics = await metricsOf(address);
  expect(sample(metrics, 'service_requests_served_total')).toBe(1);
  expect(sample(metrics, 'service_work_seconds_total')).toBeGreaterThan(0);
  expect(sample(metrics, 'service_delay_seconds_total')).toBe(0);
});

test('groups of calls come one after the other, the calls of a group at once; their times are told apart', async () => {
  const slow = await start({ '/': { delayMs: 100 } });
  const front = await start({
    '/': { delayMs: 20, calls: [[target('a', slow)], [target('b', slow), target('c', slow)]] },
  });
  expect((await fetchText(`${front}/`)).status).toBe(200);
  const metrics = await metricsOf(front);
  const [own, waited] = [
    sample(metrics, 'service_delay_seconds_total'),
    sample(metrics, 'service_downstream_wait_seconds_total'),
  ];
  // Timers never fire early by more than a millisecond.
  expect(own).toBeGreaterThanOrEqual(0.019);
  expect(waited).toBeGreaterThanOrEqual(0.198);
  const times = ['a', 'b', 'c'].map((name) => sample(metrics, `service_call_seconds_total{target="${name}"}`));
  // b and c at once: what was waited is less than the sum of the calls.
  expect(waited).toBeLessThan(times.reduce((sum, time) => sum + time));
  expect(sample(metrics, 'service_calls_total{target="b",result="ok"}')).toBe(1);
  expect(sample(await metricsOf(slow), 'service_delay_seconds_total')).toBeGreaterThanOrEqual(0.297);
});

test('a failed call is a 502 and ends the request: later groups are not called', async () => {
  const bad = await start({ '/': { errorRate: 1 } });
  const good = await start({ '/': {} });
  const front = await start({ '/': { calls: [[target('bad', bad)], [target('good', good)]] } });
  const reply = await fetchText(`${front}/`);
  expect([reply.status, JSON.parse(reply.text)]).toEqual([502, { downstream: [{ url: `${bad}/`, status: 500 }] }]);
  const metrics = await metricsOf(front);
  expect(sample(metrics, 'service_calls_total{target="bad",result="failed"}')).toBe(1);
  expect(sample(metrics, 'service_requests_served_total')).toBe(0);
  expect(sample(await metricsOf(good), 'service_requests_served_total')).toBe(0);
});

test('errors come at their rate, the same ones for the same seed', async () => {
  const statuses = async (seed: string) => {
    const address = await start({ '/': { errorRate: 0.3 } }, { ERROR_SEED: seed });
    const found: number[] = [];
    for (let i = 0; i < 60; i++) found.push((await fetchText(`${address}/`)).status);
    return found;
  };
  const [first, again, other] = [await statuses('7'), await statuses('7'), await statuses('8')];
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
  const failed = first.filter((status) => status === 500).length;
  expect(failed).toBeGreaterThan(5);
  expect(failed).toBeLessThan(35);
});

test('a full pool lets the others wait, also while it only waits for another service', async () => {
  const slow = await start({ '/': { delayMs: 100 } });
  const front = await start({ '/': { calls: [[target('slow', slow)]] } }, { POOL_SIZE: '1' });
  await Promise.all([1, 2, 3].map(() => fetchText(`${front}/`)));
  const metrics = await metricsOf(front);
  // The second waits for one call, the third for two.
  expect(sample(metrics, 'service_pool_wait_seconds_total')).toBeGreaterThanOrEqual(0.28);
  expect(sample(metrics, 'service_delay_seconds_total')).toBe(0);
});

test('who goes away leaves the pool, and their wait is counted', async () => {
  const address = await start({ '/': { delayMs: 600_000 } }, { POOL_SIZE: '1' });
  const left = new AbortController();
  const requests = [1, 2].map(() => fetchText(`${address}/`, { signal: left.signal }).catch(() => undefined));
  const application = running[0] as Application;
  while (application.underWay < 2) await new Promise((resolve) => setImmediate(resolve));
  left.abort();
  await Promise.all(requests);
  while (application.underWay > 0) await new Promise((resolve) => setImmediate(resolve));
  const metrics = await metricsOf(address);
  expect(sample(metrics, 'service_delay_seconds_total')).toBeGreaterThan(0);
  expect(sample(metrics, 'service_pool_wait_seconds_total')).toBeGreaterThan(0);
  expect(sample(metrics, 'service_requests_served_total')).toBe(0);
});
