/** Variable that says where the page is: a port, or `off` for none. It is no input of the experiment: another value runs nothing again. */
export const LIVE_VARIABLE = 'TESTBED_LIVE';

/** The port of a value of the variable; 0 for any that is free, as without one. @throws where it is no port */
export function portOf(wanted: string | undefined): number {
  const port = wanted === undefined || wanted === '' ? 0 : Number(wanted);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Error(`${LIVE_VARIABLE} is ${JSON.stringify(wanted)}: it must be a port or "off"`);
}
