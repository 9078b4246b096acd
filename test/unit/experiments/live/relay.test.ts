import { LiveServer } from '../../../../experiments/live/server';
import { Relay } from '../../../../experiments/live/relay';

let relay: Relay;
const open: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  relay = await Relay.start();
  open.push(relay);
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** The page of a run, which says its name. */
async function runNamed(name: string): Promise<LiveServer> {
  const server = await LiveServer.listen({
    html: '',
    hello: () => ({ event: 'snapshot', data: { name } }),
    file: (path) => (path === '/report.html' ? `report of ${name}` : undefined),
  });
  open.unshift(server);
  return server;
}

/** What a page hears, as it comes. */
class Reader {
  heard = '';

  constructor(private readonly answer: Response) {
    void this.read().catch(() => undefined);
  }

  static async open(): Promise<Reader> {
    return new Reader(await fetch(`${relay.address}/events`));
  }

  async hears(text: string): Promise<void> {
    for (let tries = 0; !this.heard.includes(text); tries++) {
      if (tries > 500) throw new Error(`${text} was never heard, but ${this.heard}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  private async read(): Promise<void> {
    for await (const part of this.answer.body as unknown as AsyncIterable<Uint8Array>)
      this.heard += Buffer.from(part).toString();
  }
}

describe('Relay', () => {
  it('shows one run after the other at one address, and how far all are', async () => {
    relay.progress({ text: 'run 1 of 2: fixed', runs: [{ name: 'fixed', verdict: null }] });
    const page = await Reader.open();
    await page.hears('event: series\ndata: {"text":"run 1 of 2: fixed"');
    const first = await runNamed('first');
    relay.show(first.address);
    await page.hears('{"name":"first"}');
    first.send({ event: 'update', data: { second: 1 } });
    await page.hears('{"second":1}');
    await first.close();
    relay.progress({ text: 'run 2 of 2: hpa-cpu', runs: [{ name: 'fixed', verdict: 'pass' }] });
    await page.hears('run 2 of 2');
    relay.show((await runNamed('second')).address);
    await page.hears('{"name":"second"}');
  });

  it('shows a page that comes late the run that goes on', async () => {
    relay.show((await runNamed('first')).address);
    const page = await Reader.open();
    await page.hears('{"name":"first"}');
  });

  it('keeps the report of the last run, which its page takes away with it', async () => {
    const run = await runNamed('first');
    relay.show(run.address);
    const page = await Reader.open();
    await page.hears('{"name":"first"}');
    run.send({ event: 'update', data: { status: { end: { verdict: 'pass' } } } });
    await page.hears('"verdict":"pass"');
    await run.close();
    expect(await (await fetch(`${relay.address}/report.html`)).text()).toBe('report of first');
  });

  it('takes no harm from a run that is not there', async () => {
    relay.show('http://127.0.0.1:9');
    const page = await Reader.open();
    relay.progress({ text: 'goes on', runs: [] });
    await page.hears('goes on');
  });
});
