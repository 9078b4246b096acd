import { loadHost } from '../address';
import type { LoadContext, LoadManifests } from '../driver';
import { filesOf, jobOf } from '../job';
import { loadSeconds, peakRate } from '../shape';
import { requestsOf, type LoadSpec } from '../spec';

const CONTAINER = 'siege';
/** The most users that it is let have; each is a thread. */
export const MAX_USERS = 500;
/** Seconds from the end of the load to its own. */
export const LAST_SECONDS = 15;

/** siege's configuration; https://github.com/JoeDog/siege/blob/master/doc/siegerc.in says what each line does. */
export function siegerc({ timeout, reuseConnections }: LoadSpec): string {
  const lines = {
    verbose: true,
    color: 'off',
    quiet: false,
    json_output: false,
    logging: false,
    'show-logfile': false,
    // It asks for what it is told to, not for what the page mentions.
    parser: false,
    cache: false,
    protocol: 'HTTP/1.1',
    connection: reuseConnections === true ? 'keep-alive' : 'close',
    timeout: Math.ceil(timeout),
    limit: MAX_USERS,
    // Failed requests are a result, however many.
    failures: 1_000_000_000,
  };
  return Object.entries(lines)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('');
}

/** One pod of siege. It writes to what it takes for a terminal, line by line: into a pipe it would write when some hundred lines are there. */
export function siegeManifests({ name, spec, target }: LoadContext): LoadManifests {
  const { load } = spec;
  const [request] = requestsOf(load);
  const seconds = loadSeconds(spec);
  const url = `${loadHost(target)}${request?.path}`;
  const delay = load.siege?.delay ?? 0;
  const job = jobOf(
    {
      name,
      container: CONTAINER,
      files: name,
      args: [
        '--rc=/load/siegerc',
        `--concurrent=${peakRate(spec)}`,
        `--time=${seconds}S`,
        delay === 0 ? '--benchmark' : `--delay=${delay}`,
        url,
      ],
      env: { HOME: '/' },
      terminal: true,
      memory: Math.ceil(32 + 0.3 * peakRate(spec)),
      seconds: seconds + LAST_SECONDS,
    },
    target,
  );
  return {
    objects: [filesOf(name, target.generator.namespace, { siegerc: siegerc(load) }), job],
    parts: [{ name: '', job: name, container: CONTAINER }],
  };
}
