import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLive, type Page } from '../../../../experiments/live/during';
import { LiveServer } from '../../../../experiments/live/server';
import { analyse } from '../../../../experiments/slis';
import { buildRecording, LOAD_START, meta, spec, target } from '../../../fixtures/recording';
import { Replay } from '../../../support/replay';

async function during(wanted: string | undefined, work: (page: Page) => Promise<unknown>): Promise<string[]> {
  const warnings: string[] = [];
  await withLive(wanted, (message) => warnings.push(message), work);
  return warnings;
}

const recording = buildRecording('hpa-cpu');

beforeEach(() => void jest.spyOn(Date, 'now').mockReturnValue(LOAD_START + 220_000));
afterEach(() => jest.restoreAllMocks());

describe('withLive', () => {
  it('has a page while the work goes on, and none after it', async () => {
    let address: string | undefined;
    expect(
      await during(undefined, async (page) => {
        ({ address } = page);
        const replay = new Replay(recording, spec, target(), meta);
        replay.until(LOAD_START + 30_000);
        page.observer!.began(replay.run);
        expect(await (await fetch(address!)).text()).toContain('<title>Waiting for the run</title>');
      }),
    ).toEqual([]);
    await expect(fetch(address!)).rejects.toThrow();
  });

  it('tells a page that is open that the run is over, with the report, though nothing else is asked of it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'live-'));
    writeFileSync(join(directory, 'report.html'), 'the report');
    const told = await new Promise<string>((resolve) => {
      void during(undefined, async ({ observer, address }) => {
        const replay = new Replay(recording, spec, target(), meta);
        replay.until(LOAD_START + 220_000);
        observer!.began(replay.run);
        const { body } = await fetch(`${address}/events`);
        void (async () => {
          let text = '';
          for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
            text += Buffer.from(part).toString();
            if (text.includes('"verdict"'))
              await fetch(`${address}/report.html`).then(async (r) => (text += await r.text()));
          }
          resolve(text);
        })();
        await observer!.over(analyse(recording, spec, target(), meta), directory);
      });
    });
    rmSync(directory, { recursive: true });
    expect([told.includes('"verdict":"pass"'), told.endsWith('the report')]).toEqual([true, true]);
  });

  it('tells a page that has been waiting all that there is when the run begins', async () => {
    await during(undefined, async ({ observer, address }) => {
      const { body } = await fetch(`${address}/events`);
      const replay = new Replay(recording, spec, target(), meta);
      observer!.began(replay.run);
      let text = '';
      for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
        text += Buffer.from(part).toString();
        if (text.includes('event: update')) break;
      }
      expect(text.indexOf('event: snapshot')).toBeGreaterThan(0);
      expect(text.indexOf('event: snapshot')).toBeLessThan(text.indexOf('event: update'));
    });
  });

  it('is left out when it is not wanted', async () => {
    expect(await during('off', (page) => Promise.resolve(expect(page).toEqual({})))).toEqual([]);
  });

  it('costs the work nothing when there can be none', async () => {
    const taken = await LiveServer.listen({ html: '', hello: () => undefined });
    let done = 0;
    const warnings = [
      ...(await during(String(taken.port), (page) => Promise.resolve((expect(page).toEqual({}), done++)))),
      ...(await during('eighty', () => Promise.resolve(done++))),
    ];
    await taken.close();
    expect(done).toBe(2);
    expect(warnings).toEqual([
      expect.stringMatching(/^There is no live page: .*EADDRINUSE.* The run goes on\.$/),
      'There is no live page: TESTBED_LIVE is "eighty": it must be a port or "off". The run goes on.',
    ]);
  });

  it('ends the page alone when the page fails', async () => {
    const warnings = await during(undefined, (page) => {
      const replay = new Replay(recording, spec, target(), meta);
      Object.assign(replay.run.timeline, {
        pods: () => {
          throw new Error('broken');
        },
      });
      page.observer!.began(replay.run);
      page.observer!.step('load');
      return Promise.resolve();
    });
    expect(warnings).toEqual(['The live page ended: broken. The run goes on.']);
  });

  it('gives the work its own errors', async () => {
    await expect(during('off', () => Promise.reject(new Error('the run')))).rejects.toThrow('the run');
  });
});
