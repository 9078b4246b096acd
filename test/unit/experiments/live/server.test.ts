import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { LiveServer } from '../../../../experiments/live/server';

let server: LiveServer;
let hello: unknown = { count: 1 };

beforeEach(async () => {
  server = await LiveServer.listen({ html: '<p>page</p>', hello: () => ({ event: 'snapshot', data: hello }) });
});
afterEach(() => server.close());

interface Answer {
  readonly response: IncomingMessage;
  readonly text: () => Promise<string>;
}

async function ask(path: string, { host, method = 'GET' }: { host?: string; method?: string } = {}): Promise<Answer> {
  const asked = request({ host: '127.0.0.1', port: server.port, path, method, headers: host ? { host } : {} }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.setEncoding('utf8').on('error', () => undefined);
  const text = async (): Promise<string> => {
    let all = '';
    for await (const part of response) all += part;
    return all;
  };
  return { response, text };
}

/** Reads events until there are so many. */
async function events(response: IncomingMessage, count: number): Promise<string[]> {
  let all = '';
  for await (const part of response.iterator({ destroyOnReturn: false })) {
    all += part;
    const whole = all.split('\n\n').slice(0, -1);
    if (whole.length >= count) return whole;
  }
  return all.split('\n\n');
}

describe('LiveServer', () => {
  it('serves the page on the loopback interface, with nothing to be kept or framed', async () => {
    const { response, text } = await ask('/');
    expect([response.statusCode, await text()]).toEqual([200, '<p>page</p>']);
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store', 'x-frame-options': 'DENY' });
    expect(server.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('tells a page all there is, then what is new, and one that comes again all again', async () => {
    const first = await ask('/events');
    expect(first.response.headers['content-type']).toBe('text/event-stream');
    expect(await events(first.response, 2)).toEqual(['retry: 1000', 'event: snapshot\ndata: {"count":1}']);
    server.send({ event: 'update', data: { line: 'a\nb' } });
    expect(await events(first.response, 1)).toEqual(['event: update\ndata: {"line":"a\\nb"}']);
    first.response.destroy();
    hello = { count: 2 };
    const second = await ask('/events');
    expect(await events(second.response, 2)).toContain('event: snapshot\ndata: {"count":2}');
    second.response.destroy();
  });

  it.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', '169.254.169.254'])(
    'answers nobody who calls it %s',
    async (host) => {
      for (const path of ['/', '/events', '/report.html']) {
        const { response, text } = await ask(path, { host });
        expect(response.statusCode).toBe(421);
        expect(await text()).not.toContain('page</p>');
      }
    },
  );

  it('is known as localhost, too', async () => {
    const { response } = await ask('/', { host: `localhost:${server.port}` });
    expect(response.statusCode).toBe(200);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'])('does not take %s', async (method) => {
    const { response } = await ask('/', { method });
    expect([response.statusCode, response.headers['allow']]).toEqual([405, 'GET']);
  });

  it('has no other file', async () => {
    for (const path of ['/report.html', '/../package.json', '/etc/passwd', '//']) {
      expect((await ask(path)).response.statusCode).toBe(404);
    }
  });

  it('ends with pages open, and tells them so by the end of the stream', async () => {
    const { response, text } = await ask('/events');
    expect(server.open).toBe(1);
    const all = text();
    server.send({ event: 'update', data: 'last' });
    await server.close();
    expect(await all).toContain('data: "last"');
    expect(response.complete).toBe(true);
  });

  it('forgets a page that is closed', async () => {
    const { response } = await ask('/events');
    response.destroy();
    for (let tries = 0; server.open > 0 && tries < 100; tries++) await new Promise(setImmediate);
    expect(server.open).toBe(0);
    server.send({ event: 'update', data: 1 });
  });

  it('takes so many pages and no more', async () => {
    const open = await Promise.all(Array.from({ length: 20 }, () => ask('/events')));
    expect((await ask('/events')).response.statusCode).toBe(503);
    open.forEach(({ response }) => response.destroy());
  });
});
