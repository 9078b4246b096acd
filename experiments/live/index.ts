import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RunObserver, RunStep, RunUnderWay } from '../observer';
import { RESULT_FILES } from '../report';
import type { Result } from '../types';
import { livePage } from './page';
import { LiveServer, type Message } from './server';
import { LiveState } from './state';

const EVERY = 1000;
/** Prometheus is asked this often, ms. */
const ASK = 10_000;
/** ms by which its answers lie back: what it rates reaches 15 s ahead, and a scrape is some seconds old. */
const BEHIND = 20_000;
/** Pages have this long to take the report with them, ms. */
const FAREWELL = 2000;

export interface LiveOptions {
  /** @default any that is free */
  readonly port?: number;
  /** Told of an error that ended the page; the run goes on. */
  readonly failed: (error: unknown) => void;
  /** Clock, Unix ms. @default Date.now */
  readonly now?: () => number;
  /** ms between looks at the run. @default 1000 */
  readonly every?: number;
}

/**
 * A page on 127.0.0.1 that shows a run while it happens. It looks at the run once a second; whatever goes wrong with it is told to
 * `failed` and ends the page alone.
 */
export class Live implements RunObserver {
  private state: LiveState | undefined;
  private run: RunUnderWay | undefined;
  private timer: NodeJS.Timeout | undefined;
  private asked = 0;
  private report: string | undefined;
  private taken = 0;

  private constructor(
    private readonly server: LiveServer,
    private readonly options: LiveOptions,
  ) {}

  /** @throws where the port is taken */
  static async start(options: LiveOptions): Promise<Live> {
    // The page asks the server for what it has, and the server the page's state.
    const place: { live?: Live } = {};
    const server = await LiveServer.listen(
      {
        html: livePage(),
        hello: () => place.live?.hello(),
        file: (path) => (path === `/${RESULT_FILES.report}` ? place.live?.takeReport() : undefined),
      },
      options.port,
    );
    return (place.live = new Live(server, options));
  }

  get address(): string {
    return this.server.address;
  }

  began(run: RunUnderWay): void {
    this.run = run;
    this.state = new LiveState(run);
    this.timer = setInterval(() => this.tick(), this.options.every ?? EVERY);
    this.timer.unref();
    // Pages that have been waiting know nothing yet that could be added to.
    this.server.send({ event: 'snapshot', data: this.state.snapshot() });
    this.tick();
  }

  step(step: RunStep): void {
    this.state?.at(step);
  }

  said(message: string): void {
    this.state?.said(message);
  }

  /** Shows the verdict, and gives open pages the time to fetch the report, which they keep. */
  async over(result: Result, directory: string): Promise<void> {
    clearInterval(this.timer);
    if (this.state === undefined) return;
    const path = join(directory, RESULT_FILES.report);
    this.report = await readFile(path, 'utf8').catch(() => undefined);
    // Until here CPU was known for some time ago only.
    const { timeline, output } = this.run!;
    if (output.loadStart !== null) this.state.took(timeline.series, output.loadStart);
    this.state.over(result, path);
    this.tick();
    const pages = this.server.open;
    const until = performance.now() + FAREWELL;
    while (this.report !== undefined && this.taken < pages && performance.now() < until) await sleep(50);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.server.close();
  }

  private now(): number {
    return (this.options.now ?? Date.now)();
  }

  private tick(): void {
    const { state } = this;
    if (state === undefined) return;
    try {
      const news = state.tick(this.now());
      this.server.send('head' in news ? { event: 'snapshot', data: news } : { event: 'update', data: news });
      this.ask(state);
    } catch (error) {
      clearInterval(this.timer);
      this.state = undefined;
      this.options.failed(error);
      void this.server.close();
    }
  }

  /** The answer shows in the next tick. */
  private ask(state: LiveState): void {
    const { run } = this;
    const loadStart = run?.output.loadStart;
    const now = this.now();
    const to = now - BEHIND;
    // Nobody looks on, and the whole is asked for when somebody does.
    if (run === undefined || loadStart == null || this.server.open === 0 || to < loadStart || now - this.asked < ASK)
      return;
    this.asked = now;
    const from = state.seriesUntil ?? loadStart;
    const end = loadStart + Math.floor((to - loadStart) / 1000) * 1000;
    void run
      .series(['cpuUsage', 'memoryMax', 'cpuThrottled'], { from, to: end })
      .then((series) => state.took(series, from));
  }

  private hello(): Message | undefined {
    return this.state && { event: 'snapshot', data: this.state.snapshot() };
  }

  private takeReport(): string | undefined {
    if (this.report !== undefined) this.taken++;
    return this.report;
  }
}
