import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { LIVE_VARIABLE, portOf } from '../experiments/live/variable';
import { STATUS_VARIABLE } from '../plugins/testbed/status';

const LOOPBACK = '127.0.0.1';

export interface LivePlan {
  /** Of the update: where the page is to be, and how often the line about the load comes. */
  readonly variables: Readonly<Record<string, string>>;
  /** What to tell before the update; undefined where the update's own output tells it. */
  readonly hint?: string;
}

/**
 * The page of an update's experiment. In a terminal its address is told beforehand: there Pulumi shows no more of it than fits into the last
 * column, and all else at the end.
 * @param terminal the update's output replaces its lines
 * @param asked value of the variable in the user's environment
 */
export async function planLive(wanted: boolean, terminal: boolean, asked: string | undefined): Promise<LivePlan> {
  const status = { [STATUS_VARIABLE]: terminal ? '1' : '10' };
  if (!wanted || asked === 'off') return { variables: { ...status, [LIVE_VARIABLE]: 'off' } };
  if (!terminal) return { variables: status };
  const port = portOf(asked) || (await freePort());
  return {
    variables: { ...status, [LIVE_VARIABLE]: String(port) },
    hint: `While the experiment runs, it is to be seen at http://${LOOPBACK}:${port}`,
  };
}

/** A port that is free now; should somebody else take it until it is used, there is no page. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, LOOPBACK);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
