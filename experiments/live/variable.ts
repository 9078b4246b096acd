/** Variable that says where the page is: a port, or `off` for none. It is no input of the experiment: another value runs nothing again. */
export const LIVE_VARIABLE = 'TESTBED_LIVE';
