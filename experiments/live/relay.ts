import { get, type ClientRequest, type ServerResponse } from 'node:http';
import { livePage } from './page';
import { LiveServer } from './server';

/** Where several runs are, one after the other. */
export interface Series {
  /** For people: `run 3 of 10: hpa-cpu, about 12 min left`. */
  readonly text: string;
  readonly runs: readonly { readonly name: string; readonly verdict: string | null }[];
}

/**
 * One address for several runs, each of which has a page of its own at another port: shows the page of the run that goes on, and how
 * far all of them are. Whatever a run's page says is passed on as it is.
 */
export class Relay {
  private readonly clients = new Map<ServerResponse, ClientRequest | undefined>();
  private source: string | undefined;
  private series: Series | undefined;
  private report: string | undefined;
  private server!: LiveServer;

  /** @param port @default any that is free @throws where the port is taken */
  static async start(port?: number): Promise<Relay> {
    const relay = new Relay();
    relay.server = await LiveServer.listen(
      {
        html: livePage(),
        hello: () => relay.series && { event: 'series', data: relay.series },
        file: (path) => (path === '/report.html' ? relay.report : undefined),
        joined: (client) => relay.join(client),
      },
      port,
    );
    return relay;
  }

  get address(): string {
    return this.server.address;
  }

  progress(series: Series): void {
    this.series = series;
    this.server.send({ event: 'series', data: series });
  }

  /** Shows another run. @param address of its page */
  show(address: string): void {
    if (address === this.source) return;
    this.source = address;
    for (const client of this.clients.keys()) this.follow(client);
  }

  async close(): Promise<void> {
    for (const upstream of this.clients.values()) upstream?.destroy();
    await this.server.close();
  }

  private join(client: ServerResponse): void {
    this.clients.set(client, undefined);
    client.once('close', () => {
      this.clients.get(client)?.destroy();
      this.clients.delete(client);
    });
    this.follow(client);
  }

  /** Each page has a connection of its own to the run, which begins with a snapshot. A run that is gone is followed by the next one. */
  private follow(client: ServerResponse): void {
    const { source } = this;
    if (source === undefined) return;
    this.clients.get(client)?.destroy();
    const upstream = get(`${source}/events`, (response) => {
      let rest = '';
      response.setEncoding('utf8').on('error', () => undefined);
      response.on('data', (text: string) => {
        const events = (rest + text).split('\n\n');
        rest = events.pop() ?? '';
        for (const event of events) this.pass(client, source, `${event}\n\n`);
      });
    });
    upstream.on('error', () => undefined);
    this.clients.set(client, upstream);
  }

  /** Whole events alone: one that the end of a run has cut off would spoil the next. */
  private pass(client: ServerResponse, source: string, event: string): void {
    if (!event.includes('"end":{')) return void client.write(event);
    // Before the page asks for it; and the run's own page waits until it has been fetched.
    void fetch(`${source}/report.html`)
      .then(async (answer) => (this.report = answer.ok ? await answer.text() : this.report))
      .catch(() => undefined)
      .finally(() => client.write(event));
  }
}
