import { LIVE_VARIABLE } from '../experiments/live/variable';
import { STATUS_VARIABLE } from '../plugins/testbed/status';

/** Variables for an update that runs an experiment: whether there is a page of it, and how often its line comes. */
export function liveVariables(live: boolean, everySecond: boolean): Record<string, string> {
  return { ...(live ? {} : { [LIVE_VARIABLE]: 'off' }), [STATUS_VARIABLE]: everySecond ? '1' : '10' };
}
