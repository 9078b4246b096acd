import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Live } from '../../experiments/live';
import { writeResults } from '../../experiments/report';
import { chartPage } from '../../experiments/report/charts';
import { analyse } from '../../experiments/slis';
import { timeline } from '../../experiments/slis/timeline';
import { buildRecording, LOAD_START, meta, spec, target } from '../fixtures/recording';
import { openPage, type Page } from '../support/chromium';
import { Replay } from '../support/replay';

const EVIL = '</script><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">';
const built = buildRecording('hpa-cpu');
const recording = { ...built, events: built.events.map((event) => ({ ...event, message: EVIL })) };
const rows = timeline(recording, spec);
const row = (second: number) => rows.find((one) => one.second === second)!;
const drawn = chartPage(analyse(recording, spec, target(), meta), recording, rows).charts.filter(({ empty }) => !empty);
const at = (second: number): number => LOAD_START + second * 1000;

jest.setTimeout(60_000);

/** The page of a run, in a real browser, fed with a recorded run: seconds pass when the test says so. */
describe('the live page in Chromium', () => {
  let live: Live;
  let page: Page;
  let replay: Replay;
  let directory: string;
  let now = at(-8);
  const failures: unknown[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'live-'));
    live = await Live.start({ now: () => now, every: 20, failed: (error) => failures.push(error) });
    page = await openPage();
    await page.open(live.address);
    replay = new Replay(recording, spec, target(), meta);
    replay.until(now);
    live.began(replay.run);
  });

  afterAll(async () => {
    await page?.close();
    await live?.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** Lets the run go on to a second, and waits until the page shows it. */
  async function playTo(second: number): Promise<void> {
    const from = Math.round((now - LOAD_START) / 1000);
    for (let passed = from; passed <= second; passed += Math.max(1, Math.min(5, second - passed))) {
      now = at(passed);
      replay.until(now);
      await sleep(25);
      if (passed === second) break;
    }
    await shown(`document.getElementById('progress').value >= ${second}`);
  }

  async function shown(condition: string): Promise<void> {
    for (let tries = 0; tries < 200; tries++) {
      if (await page.evaluate<boolean>(condition)) return;
      await sleep(50);
    }
    throw new Error(`It never came to be that ${condition}`);
  }

  const text = (selector: string): Promise<string> =>
    page.evaluate(`document.querySelector('${selector}').textContent`);
  const figures = (): Promise<Record<string, number | null>> =>
    page.evaluate(`Object.fromEntries([...document.querySelectorAll('#figures div')].map(({ firstChild, dataset }) =>
      [firstChild.textContent, dataset.value === 'null' ? null : Number(dataset.value)]))`);
  /** What the chart's legend reads at a second of the load. */
  const read = async (chart: string, second: number): Promise<string[]> => {
    const point = await page.evaluate<{ x: number; y: number }>(`(() => {
      const over = document.querySelector('#chart-${chart} .u-over');
      over.scrollIntoView({ block: 'center' });
      const { x, y, width, height } = over.getBoundingClientRect();
      return { x: x + (width * (${second} + 8)) / 227, y: y + height / 2 };
    })()`);
    await page.call('Input.dispatchMouseEvent', { type: 'mouseMoved', ...point });
    return page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(
      [...document.querySelectorAll('#chart-${chart} .u-legend .u-value')].map(({ textContent }) => textContent)))))`);
  };

  it('says what it waits for before there is load', async () => {
    live.said('waiting for the metrics API');
    await shown(`document.getElementById('doing').textContent === 'waiting for the metrics API'`);
    expect(await text('#phases [aria-current]')).toBe('preflight');
    expect(await page.evaluate(`document.getElementById('charts').hidden`)).toBe(true);
  });

  it('shows the phase, the time left and the numbers that the results will have', async () => {
    live.step('load');
    await playTo(90);
    expect(await text('#phases [aria-current]')).toBe('measured load, 1:30 left');
    expect(await text('#doing')).toBe('2:10 left of 3:40');
    const { offered, served, failed, p50, p95, p99, desired, created, ready, metric, target: wanted } = row(88);
    // By their numbers: those that are answered late have not ended, and the first and the last of a second may be among them.
    const { sent, ...others } = await figures();
    expect(Math.abs(sent! - row(88).sent)).toBeLessThanOrEqual(2);
    expect(others).toEqual({
      ...{ offered, served, failed, p50, p95, p99, metric, target: wanted },
      ...{ 'replicas desired': desired, 'replicas created': created, 'replicas ready': ready },
    });
  });

  it('draws the seconds so far, and the load to come', async () => {
    expect(
      await page.evaluate(
        `Object.fromEntries([...document.querySelectorAll('.chart')].map(({ id, dataset }) => [id, dataset.drawn]))`,
      ),
    ).toEqual(
      // How many were dropped is known at the end.
      Object.fromEntries(drawn.map(({ id, series }) => [`chart-${id}`, String(id === 'errors' ? 1 : series.length)])),
    );
    const { offered, sent, served } = row(60);
    expect(await read('rate', 60)).toEqual(['1:00', ...[offered, sent, served].map(String)]);
    expect(await read('rate', 140)).toEqual(['2:20', '80', '–', '–']);
  });

  it('goes on by itself, and tells a reader who was away all that happened', async () => {
    await playTo(100);
    expect((await figures())['replicas ready']).toBe(row(98).ready);
    const before = await text('#log');
    expect(before).toContain('The HPA wants 4 replicas instead of 1');
    await page.open(live.address);
    await shown(`document.getElementById('progress').value >= 100`);
    expect(await text('#log')).toBe(before);
    const { offered, sent, served } = row(60);
    expect(await read('rate', 60)).toEqual(['1:00', ...[offered, sent, served].map(String)]);
  });

  it('runs nothing that others wrote, and asks for nothing but itself', async () => {
    expect(await text('#log')).toContain(EVIL);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    const asked = page
      .events<{ request: { url: string } }>('Network.requestWillBeSent')
      .map(({ request }) => request.url);
    expect(asked.filter((url) => !url.startsWith(live.address) && !url.startsWith('data:'))).toEqual([]);
  });

  it.each([
    ['light', 1200],
    ['dark', 390],
  ])('fits in %s, %d pixels wide', async (scheme, width) => {
    await page.call('Emulation.setDeviceMetricsOverride', { width, height: 900, deviceScaleFactor: 1, mobile: false });
    await page.call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    await page.open(live.address);
    await shown(`document.querySelectorAll('.chart canvas').length === ${drawn.length}`);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  it('speaks of phases and the verdict alone, and names all that is drawn', async () => {
    expect(
      await page.evaluate(`[...document.querySelectorAll('[role=status], [aria-live]')].map(({ id }) => id)`),
    ).toEqual(['announcement']);
    expect(await text('#announcement')).toBe('Now: measured load, 2:40');
    expect(
      await page.evaluate<string[]>(
        `[...document.querySelectorAll('canvas')].map((canvas) => canvas.getAttribute('aria-label') ?? '')`,
      ),
    ).not.toContain('');
    // Whatever scrolls can be reached by the keyboard.
    expect(
      await page.evaluate(`[...document.querySelectorAll('.scroll')].filter(({ tabIndex }) => tabIndex !== 0).length`),
    ).toBe(0);
  });

  it('shows the verdict and keeps the report when the run is over and the server gone', async () => {
    await playTo(219);
    live.step('queries');
    const result = analyse(recording, spec, target(), meta);
    await writeResults(directory, result, recording);
    await live.over(result, directory);
    await live.close();
    await shown(`!document.getElementById('end').hidden && !document.getElementById('report').hidden`);
    expect(await text('#verdict')).toContain(result.verdict.toUpperCase());
    expect(await text('#announcement')).toBe(`The run is over. Verdict: ${result.verdict}.`);
    expect(await page.evaluate(`document.getElementById('connection').hidden`)).toBe(true);
    // The report in the page's memory runs under the page's policy, and draws all the same.
    await page.open(await page.evaluate<string>(`document.getElementById('report').href`));
    await shown(`document.querySelectorAll('.chart canvas').length === ${drawn.length}`);
    expect(await page.evaluate<string>('document.querySelector("h1").textContent')).toContain(spec.name);
  });

  it('complains of nothing', () => {
    expect(failures).toEqual([]);
    expect(page.events('Runtime.exceptionThrown')).toEqual([]);
    expect(page.events('Log.entryAdded')).toEqual([]);
  });
});
