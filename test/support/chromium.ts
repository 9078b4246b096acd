import { spawn } from 'node:child_process';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** No background traffic of the browser's own: what is asked for then is asked for by the page. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  // By a pipe and not by a port: nobody else can speak to the browser, and it ends when this process does.
  '--remote-debugging-pipe',
];

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** A page of a headless Chromium, spoken to by the DevTools protocol. */
export interface Page {
  /** Calls a method of the protocol and gives its result. */
  call<T = unknown>(method: string, params?: object): Promise<T>;
  /** Every event so far, by method. */
  events<T = unknown>(method: string): T[];
  /** The value of an expression in the page; a promise is awaited. */
  evaluate<T>(expression: string): Promise<T>;
  /** Opens an address and waits until it has loaded. */
  open(url: string): Promise<void>;
  close(): Promise<void>;
}

export async function openPage(): Promise<Page> {
  const path = await executable();
  const profile = await mkdtemp(join(tmpdir(), 'report-chromium-'));
  const browser = spawn(path, [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const connection = new Connection(browser.stdio[3] as Writable, browser.stdio[4] as Readable);
  const gone = new Promise<void>((resolve) => browser.once('close', () => resolve()));
  browser.once('close', (code) => connection.end(`Chromium ended with code ${code}.`));
  const close = async (): Promise<void> => {
    if (browser.exitCode === null) await connection.call('Browser.close').catch(() => browser.kill('SIGKILL'));
    await gone;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return pageOf(await attached(connection), close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function executable(): Promise<string> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const path of folders.flatMap((folder) => [join(folder, 'chromium'), join(folder, 'google-chrome')])) {
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  throw new Error(
    'The report is checked in a real browser, and there is none on PATH. Install the Debian package: apt-get install chromium',
  );
}

/** Messages are JSON, each ended by a NUL. */
class Connection {
  readonly seen: Message[] = [];
  /** Set once the page is attached: calls go to it from then on. */
  session: string | undefined;
  private readonly waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  private readonly listeners = new Set<(message: Message) => void>();
  private ended: string | undefined;
  private next = 0;
  private rest = '';

  constructor(
    private readonly input: Writable,
    output: Readable,
  ) {
    output.setEncoding('utf8').on('data', (text: string) => this.take(text));
    // What matters of a broken pipe is that the browser is gone, and that is told by its end.
    input.on('error', () => undefined);
  }

  async call<T>(method: string, params: object = {}): Promise<T> {
    if (this.ended !== undefined) throw new Error(this.ended);
    const id = ++this.next;
    const answer = new Promise<unknown>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    const session = method.startsWith('Browser.') || method.startsWith('Target.') ? undefined : this.session;
    this.input.write(`${JSON.stringify({ id, method, params, sessionId: session })}\0`);
    return (await answer) as T;
  }

  once(method: string): Promise<void> {
    return new Promise((resolve) => {
      const listener = (message: Message): void => {
        if (message.method !== method) return;
        this.listeners.delete(listener);
        resolve();
      };
      this.listeners.add(listener);
    });
  }

  end(reason: string): void {
    this.ended = reason;
    this.waiting.forEach(({ reject }) => reject(new Error(reason)));
  }

  private take(text: string): void {
    const parts = (this.rest + text).split('\0');
    this.rest = parts.pop() ?? '';
    for (const part of parts) this.message(JSON.parse(part) as Message);
  }

  private message(message: Message): void {
    const { id, result, error } = message;
    if (id === undefined) this.seen.push(message);
    else if (error) this.waiting.get(id)?.reject(new Error(error.message));
    else this.waiting.get(id)?.resolve(result);
    this.listeners.forEach((listener) => listener(message));
  }
}

async function attached(connection: Connection): Promise<Connection> {
  const { targetId } = await connection.call<{ targetId: string }>('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await connection.call<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  });
  connection.session = sessionId;
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await connection.call(`${domain}.enable`);
  return connection;
}

function pageOf(connection: Connection, close: () => Promise<void>): Page {
  return {
    call: (method, params) => connection.call(method, params),
    events: <T>(method: string) =>
      connection.seen.filter((message) => message.method === method).map(({ params }) => params as T),
    async evaluate<T>(expression: string) {
      const { result, exceptionDetails } = await connection.call<{
        result: { value: T };
        exceptionDetails?: { text: string };
      }>('Runtime.evaluate', { expression, returnByValue: true, awaitPromise: true });
      if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.text}`);
      return result.value;
    },
    async open(url) {
      const loaded = connection.once('Page.loadEventFired');
      await connection.call('Page.navigate', { url });
      await loaded;
    },
    close,
  };
}
