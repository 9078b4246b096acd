import { planLive } from '../../../cli/live';

describe('planLive', () => {
  it('tells a terminal the address beforehand, for there is no place for it later', async () => {
    const { variables, hint } = await planLive(true, true, undefined);
    expect(variables).toEqual({
      TESTBED_STATUS_SECONDS: '1',
      TESTBED_LIVE: expect.stringMatching(/^[1-9]\d+$/) as string,
    });
    expect(hint).toContain(`http://127.0.0.1:${variables['TESTBED_LIVE']}`);
  });

  it('takes the port that the user has set', async () => {
    expect(await planLive(true, true, '8765')).toEqual({
      variables: { TESTBED_STATUS_SECONDS: '1', TESTBED_LIVE: '8765' },
      hint: 'While the experiment runs, it is to be seen at http://127.0.0.1:8765',
    });
  });

  it('leaves it to the update where lines stay, and takes the page away when asked to', async () => {
    expect(await planLive(true, false, undefined)).toEqual({ variables: { TESTBED_STATUS_SECONDS: '10' } });
    const off = { variables: { TESTBED_LIVE: 'off', TESTBED_STATUS_SECONDS: '10' } };
    expect([await planLive(false, false, '8765'), await planLive(true, false, 'off')]).toEqual([off, off]);
  });
});
