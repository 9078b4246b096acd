import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeComparison } from '../../experiments/compare/report';
import { writeResults } from '../../experiments/report';
import { timelineCsv } from '../../experiments/report/csv';
import { analyse } from '../../experiments/slis';
import { buildComparison } from '../fixtures/comparison';
import { tabStops, violations } from '../support/accessibility';
import { openPage, type Page } from '../support/chromium';
import { buildRecording, meta, spec, target } from '../fixtures/recording';

const EVIL = '</script><script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">';

/** The report as a reader sees it, in a real browser. */
describe('report.html in Chromium', () => {
  let directory: string;
  let page: Page;
  let address: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'report-'));
    const recording = buildRecording('hpa-cpu', { warnings: [`Odd: ${EVIL}`] });
    const odd = { ...recording, events: recording.events.map((event) => ({ ...event, message: EVIL })) };
    await writeResults(directory, analyse(odd, spec, target(), meta), odd);
    address = pathToFileURL(join(directory, 'report.html')).href;
    page = await openPage();
    await page.open(address);
  }, 60_000);

  afterAll(async () => {
    await page?.close();
    await rm(directory, { recursive: true, force: true });
  });

  const clean = (): void => {
    expect(page.events('Runtime.exceptionThrown')).toEqual([]);
    expect(page.events('Log.entryAdded')).toEqual([]);
  };

  it('draws every chart, without an error', async () => {
    const drawn = await page.evaluate<Record<string, string>>(
      `Object.fromEntries([...document.querySelectorAll('.chart')].map(({ id, dataset }) => [id, dataset.drawn]))`,
    );
    expect(drawn).toEqual({
      'chart-rate': '3',
      'chart-latency': '3',
      'chart-errors': '3',
      'chart-replicas': '3',
      'chart-metric': '2',
      'chart-cpu': '2',
      'chart-throttling': '1',
      'chart-memory': '1',
      'chart-nodes': '1',
    });
    // Not blank: each canvas has pixels of several colours.
    const colours = await page.evaluate<number[]>(`[...document.querySelectorAll('.chart canvas')].map((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const seen = new Set();
      for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 200) seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      return seen.size;
    })`);
    expect(colours).toHaveLength(9);
    expect(Math.min(...colours)).toBeGreaterThan(10);
    clean();
  });

  it('asks for nothing but itself', async () => {
    const asked = page
      .events<{ request: { url: string } }>('Network.requestWillBeSent')
      .map(({ request }) => request.url);
    expect(asked.filter((url) => url !== address && !url.startsWith('data:'))).toEqual([]);
    const text = await readFile(join(directory, 'report.html'), 'utf8');
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(text).not.toMatch(/@import|url\(/);
  });

  it('shows what others wrote as text, and runs none of it', async () => {
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.evaluate<string>(`document.querySelector('.warnings').textContent`)).toContain(EVIL);
    expect(await page.evaluate<number>('document.images.length')).toBe(0);
  });

  it('reads all charts at the pointer, and says what happened then', async () => {
    await page.call('Emulation.setDeviceMetricsOverride', {
      width: 1200,
      height: 900,
      deviceScaleFactor: 1,
      mobile: false,
    });
    await page.open(address);
    // The load rises at 50 s; the recording goes from -8 to 219 s.
    const point = await page.evaluate<{ x: number; y: number }>(`(() => {
      const over = document.querySelector('#chart-rate .u-over');
      over.scrollIntoView({ block: 'center' });
      const { x, y, width, height } = over.getBoundingClientRect();
      return { x: x + (width * 58) / 227, y: y + height / 2 };
    })()`);
    await page.call('Input.dispatchMouseEvent', { type: 'mouseMoved', ...point });
    const read = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(
      [document.getElementById('readout').textContent,
        ...[...document.querySelectorAll('.chart .u-legend tr:nth-child(2) .u-value')].map(({ textContent }) => textContent)]))))`;
    const [told, offered, ...others] = await page.evaluate<string[]>(read);
    expect(told).toBe('0:50 · an objective is broken · Load rises from 10 to 80/s');
    expect(offered).toBe('80');
    expect(others.filter((value) => value === '–' || value === '--')).toEqual([]);
    clean();
  });

  it.each([
    ['light', 1200],
    ['dark', 1200],
    ['light', 400],
    ['dark', 400],
  ])('fits and can be read in %s, %d pixels wide', async (scheme, width) => {
    await page.call('Emulation.setDeviceMetricsOverride', { width, height: 900, deviceScaleFactor: 1, mobile: false });
    await page.call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    await page.open(address);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    // WCAG 2.2, 1.4.3: text has a contrast of 4.5 to its background, in every colour that text or lines are drawn in.
    const contrasts = await page.evaluate<Record<string, number>>(`(() => {
      const style = getComputedStyle(document.documentElement);
      const luminance = (name) => {
        const hex = style.getPropertyValue(name).trim();
        const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
          .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const ratio = (a, b) => { const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
      const pairs = [];
      for (const tone of ['--ink', '--soft', '--neutral', '--blue', '--orange', '--purple', '--green', '--red', '--amber'])
        for (const ground of ['--paper', '--panel']) pairs.push([tone + ' on ' + ground, ratio(tone, ground)]);
      return Object.fromEntries(pairs);
    })()`);
    expect(Object.entries(contrasts).filter(([, ratio]) => !(ratio >= 4.5))).toEqual([]);
    expect(await violations(page)).toEqual([]);
    clean();
  });

  it('can be used with the keyboard alone', async () => {
    await page.open(address);
    const { reached, focusable } = await tabStops(page);
    expect(focusable).toBeGreaterThan(3);
    expect(reached).toBe(focusable);
  });

  it('draws the charts again when the reader switches to dark', async () => {
    const colour = `document.querySelector('#chart-rate .u-marker').style.borderColor || getComputedStyle(document.querySelector('#chart-rate tr:nth-child(2) .u-marker')).borderColor`;
    const set = (value: string): Promise<unknown> =>
      page.call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
    await set('light');
    await page.open(address);
    const light = await page.evaluate<string>(colour);
    await set('dark');
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))');
    expect(await page.evaluate<string>(colour)).not.toBe(light);
    expect(await page.evaluate<number>(`document.querySelectorAll('.chart canvas').length`)).toBe(9);
  });

  it('reads all charts by the keyboard', async () => {
    await page.open(address);
    await page.evaluate(`document.getElementById('chart-rate').focus()`);
    const press = async (key: string): Promise<string> => {
      await page.call('Input.dispatchKeyEvent', { type: 'keyDown', key });
      return page.evaluate<string>(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(
        [document.getElementById('readout').textContent, document.querySelector('#chart-rate .u-value').textContent].join(' / ')))))`);
    };
    expect(await press('Home')).toBe('-0:08 / -0:08');
    expect(await press('PageDown')).toBe('0:02 · warm-up / 0:02');
    expect(await press('ArrowRight')).toBe('0:03 · warm-up / 0:03');
    expect(await press('ArrowLeft')).toBe('0:02 · warm-up / 0:02');
    expect(await press('End')).toMatch(/^3:39 · cool-down.* \/ 3:39$/);
    clean();
  });

  it('is light on paper, whatever the reader’s screen is', async () => {
    const features = [{ name: 'prefers-color-scheme', value: 'dark' }];
    await page.call('Emulation.setEmulatedMedia', { media: 'print', features });
    const ink = `getComputedStyle(document.documentElement).getPropertyValue('--ink').trim()`;
    expect(await page.evaluate<string>(ink)).toBe('#1b2027');
    const marker = `getComputedStyle(document.querySelector('#chart-rate tr:nth-child(4) .u-marker')).borderTopColor`;
    const drawn = 'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))';
    await page.evaluate(drawn);
    const printed = await page.evaluate<string>(marker);
    await page.call('Emulation.setEmulatedMedia', { media: '', features });
    await page.evaluate(drawn);
    const shown = await page.evaluate<string>(marker);
    expect([printed, shown]).toEqual(['rgb(26, 95, 180)', 'rgb(109, 176, 255)']);
    await page.call('Emulation.setEmulatedMedia', { media: '', features: [] });
  });

  it('gives each chart a name and its numbers as a table', async () => {
    const labels = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.chart canvas')].map((c) => c.getAttribute('aria-label'))`,
    );
    expect(labels[0]).toMatch(/^Offered and served rate, requests\/s: offered .* on average, 80\.0 at most/);
    expect(await page.evaluate<number>(`document.querySelectorAll('details table tbody tr').length`)).toBeGreaterThan(
      100,
    );
  });
});

/** The report of a comparison, the same way. */
describe('a comparison’s report.html in Chromium', () => {
  const { plan, runs, analyses } = buildComparison();
  let results: string;
  let page: Page;
  let address: string;

  beforeAll(async () => {
    results = await mkdtemp(join(tmpdir(), 'comparison-'));
    for (const { result, timeline } of runs) {
      await mkdir(join(results, result.id));
      await writeFile(join(results, result.id, 'timeline.csv'), timelineCsv(timeline!));
    }
    const path = await writeComparison(join(results, 'comparisons', plan.id), results, plan, runs, analyses);
    address = pathToFileURL(path).href;
    page = await openPage();
    await page.open(address);
  }, 60_000);

  afterAll(async () => {
    await page?.close();
    await rm(results, { recursive: true, force: true });
  });

  it('shows the numbers of the analysis', async () => {
    const shown = await page.evaluate<Record<string, number[]>>(`Object.fromEntries(
      [...document.querySelectorAll('tbody[data-sli] tr[data-variant]')].map((row) => [
        row.closest('tbody').dataset.sli + ' ' + row.dataset.variant,
        [...row.querySelectorAll('data')].map(({ value }) => Number(value))]))`);
    const expected = analyses[0]!.slis.flatMap(({ sli, summaries, contrasts }) =>
      summaries.map(({ variant, median, interval }) => {
        const contrast = contrasts.find((one) => one.variant === variant);
        const against =
          contrast === undefined
            ? []
            : [contrast.difference, contrast.interval.low, contrast.interval.high, contrast.corrected, contrast.delta];
        return [`${sli} ${variant}`, [median, interval.low, interval.high, ...against]];
      }),
    );
    expect(shown).toMatchObject(Object.fromEntries(expected));
    expect(
      await page.evaluate<string>(
        `document.querySelector('tbody[data-sli=latencyP95] tr[data-variant=hpa-cpu]').innerText.split(/\\s*\\t\\s*/).join('|')`,
      ),
    ).toMatch(/^hpa-cpu\|✓ better\|102\|.*\|−918\|.*\|0\.0079\|−1\.00 \(large\)\|5$/);
  });

  it('shows each number as it is, rounded to what is shown of it', async () => {
    const numbers = await page.evaluate<{ value: string; text: string; sli: string | undefined }[]>(
      `[...document.querySelectorAll('tbody[data-sli] data')].map((data) => ({
        value: data.value, text: data.textContent, sli: data.closest('tbody').dataset.sli, column: data.closest('td').cellIndex }))`,
    );
    expect(numbers.length).toBeGreaterThan(40);
    for (const { value, text, sli } of numbers) {
      const unit = analyses[0]!.slis.find((one) => one.sli === sli)!.unit;
      const shown = Number(
        text
          .replace('−', '-')
          .replace('+', '')
          .replaceAll(/[\s,\u202f]/g, ''),
      );
      const decimals = text.split('.')[1]?.length ?? 0;
      // Shares are shown in percent; p and delta are no values of the SLI.
      const possible = [Number(value), ...(unit === 'share' ? [Number(value) * 100] : [])];
      const off = Math.min(...possible.map((one) => Math.abs(one - shown)));
      const rounding = Math.max(0.5 * 10 ** -decimals, 0.005 * Math.abs(shown));
      expect([sli, value, text, off <= rounding * 1.001]).toEqual([sli, value, text, true]);
    }
  });

  it('shows each run with its numbers, and what was found of each SLI', async () => {
    const shown = await page.evaluate<string[][]>(
      `[...document.querySelectorAll('#runs tbody tr')].map((row) => [...row.cells].map(({ textContent }) => textContent.trim()))`,
    );
    expect(shown.map(([id, block, load, variant]) => [id, block, load, variant])).toEqual(
      runs.map(({ block, load, variant, result }) => [result.id, String(block + 1), load, variant]),
    );
    const p95 = runs.map(({ result }) => result.slis['latencyP95']!.value!);
    expect(shown.map((cells) => Number(cells[5]!.replaceAll(/[^\d.]/g, '')))).toEqual(p95);
    const words = await page.evaluate<Record<string, string>>(`Object.fromEntries(
      [...document.querySelectorAll('tbody[data-sli] tr[data-variant] .word')].map((cell) => [
        cell.closest('tbody').dataset.sli + ' ' + cell.parentElement.dataset.variant, cell.textContent.trim()]))`);
    const found = analyses[0]!.slis.flatMap(({ sli, contrasts }) =>
      contrasts.map(({ variant, finding }) => {
        const word = expect.stringMatching(new RegExp(`^\\S+ ${finding}$`)) as string;
        return [`${sli} ${variant}`, word] as const;
      }),
    );
    expect(found.length).toBeGreaterThan(4);
    expect(words).toMatchObject(Object.fromEntries(found));
  });

  it('can be used with the keyboard alone', async () => {
    const { reached, focusable } = await tabStops(page);
    expect(focusable).toBeGreaterThan(10);
    expect(reached).toBe(focusable);
  });

  it('asks for nothing but itself, and complains of nothing', () => {
    const asked = page
      .events<{ request: { url: string } }>('Network.requestWillBeSent')
      .map(({ request }) => request.url);
    expect(asked.filter((url) => url !== address && !url.startsWith('data:'))).toEqual([]);
    expect(page.events('Runtime.exceptionThrown')).toEqual([]);
    expect(page.events('Log.entryAdded')).toEqual([]);
  });

  it('draws what it has, each drawing with its numbers in words', async () => {
    const drawings = await page.evaluate<{ label: string; width: number; marks: number }[]>(
      `[...document.querySelectorAll('svg[role=img]')].map((svg) => ({
        label: svg.getAttribute('aria-label'),
        width: svg.getBoundingClientRect().width,
        marks: [...svg.querySelectorAll('.point, .line')].filter((mark) => {
          const { width, height } = mark.getBoundingClientRect();
          return width + height > 0;
        }).length }))`,
    );
    expect(drawings.map(({ label, marks }) => [label.split(/[. ]/)[0], marks])).toEqual([
      ['latencyP95', 10],
      ['availability', 10],
      ['podSeconds', 10],
      ['reactionTime', 10],
      // Cost against latency.
      ['latencyP95', 2],
      // Four lines of one run, three of each of the four others.
      ['fixed', 16],
      ['hpa-cpu', 16],
    ]);
    expect(Math.min(...drawings.map(({ width }) => width))).toBeGreaterThan(200);
  });

  it.each([
    ['light', 1200],
    ['dark', 400],
  ])('fits in %s, %d pixels wide', async (scheme, width) => {
    await page.call('Emulation.setDeviceMetricsOverride', { width, height: 900, deviceScaleFactor: 1, mobile: false });
    await page.call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
    await page.open(address);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    // What is wider than the page can be scrolled by the keyboard.
    expect(
      await page.evaluate<number>(
        `[...document.querySelectorAll('main .scroll')].filter(({ tabIndex }) => tabIndex !== 0).length`,
      ),
    ).toBe(0);
    expect(await violations(page)).toEqual([]);
  });

  it('prints what is folded away', async () => {
    await page.call('Emulation.setEmulatedMedia', { media: 'print' });
    expect(
      await page.evaluate<number>(`document.querySelector('details tbody').getBoundingClientRect().height`),
    ).toBeGreaterThan(10);
    await page.call('Emulation.setEmulatedMedia', { media: '' });
  });
});
