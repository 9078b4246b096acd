import { liveVariables } from '../../../cli/live';

describe('liveVariables', () => {
  it('leaves the page where the user has put it, and takes it away when asked to', () => {
    expect(liveVariables(true, true)).toEqual({ TESTBED_STATUS_SECONDS: '1' });
    expect(liveVariables(false, false)).toEqual({ TESTBED_LIVE: 'off', TESTBED_STATUS_SECONDS: '10' });
  });
});
