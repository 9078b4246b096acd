import { ComparisonPage } from '../../../../cli/comparison/page';

describe('ComparisonPage', () => {
  it('is at one address, whichever run goes on, and each run at one of its own', async () => {
    const lines: string[] = [];
    const page = await ComparisonPage.open(true, (line) => lines.push(line));
    expect(lines).toEqual([expect.stringMatching(/^live: http:\/\/127\.0\.0\.1:\d+$/)]);
    expect(page.variables).toEqual({ TESTBED_LIVE: '0', TESTBED_STATUS_SECONDS: '1' });
    expect(await (await fetch(lines[0]!.slice('live: '.length))).text()).toContain('Waiting for the run');
    await page.close();
  });

  it('hears where the page of the run is, and leaves all else to be told', async () => {
    const page = await ComparisonPage.open(true, () => undefined);
    expect(page.heard('experiment: live: http://127.0.0.1:9')).toBe(true);
    expect(page.heard('experiment: waiting for the HPA')).toBe(false);
    await page.close();
  });

  it('is left out when it is not wanted, for the runs as well', async () => {
    const page = await ComparisonPage.open(false, () => expect(true).toBe(false));
    expect(page.variables).toEqual({ TESTBED_LIVE: 'off', TESTBED_STATUS_SECONDS: '1' });
    await page.close();
  });
});
