import { readRoutes, type Route } from './routes';

/** Settings of the sample application. All come from the environment; every one has a default. */
export interface Settings {
  /** `PORT`: TCP port to listen on, 0 for any free one. @default 8080 */
  readonly port: number;
  /** `HEAVYWORK_ROUNDS`: hash rounds of one `/heavywork` request. @default 80000, about 10 ms of one 2026 server core */
  readonly heavyworkRounds: number;
  /** `LIGHTWORK_ROUNDS`: hash rounds of one `/lightwork` request. @default 4000, about 0.5 ms */
  readonly lightworkRounds: number;
  /** `WORK_CONCURRENCY`: requests worked on at the same time, each on a thread of its own. @default 1 */
  readonly workConcurrency: number;
  /** `CROCODILES_DELAY_MIN_MS`, `CROCODILES_DELAY_MAX_MS`: bounds of the uniform random delay of `/crocodiles`, ms. @default 10, 100 */
  readonly crocodilesDelayMs: { readonly min: number; readonly max: number };
  /** `DOWNSTREAM_URLS`: http addresses, comma separated, that `/heavywork` and `/lightwork` call. @default none */
  readonly downstreamUrls: readonly string[];
  /** `DOWNSTREAM_TIMEOUT_SECONDS`: bound of one downstream call, s. @default 5 */
  readonly downstreamTimeoutSeconds: number;
  /** `ROUTES`: JSON of what each path does, for one service of several (routes.ts). @default null: the paths of a single service */
  readonly routes: ReadonlyMap<string, Route> | null;
  /** `POOL_SIZE`: requests that are handled at the same time on `ROUTES`, waits for other services included. @default 0: no bound */
  readonly poolSize: number;
  /** `ERROR_SEED`: which requests fail where a route has an error rate. @default 1 */
  readonly errorSeed: number;
  /** `STARTUP_DELAY_SECONDS`: not ready for this long after the start, as a slow-starting service is, s. @default 0 */
  readonly startupDelaySeconds: number;
  /** `DRAIN_SECONDS`: keeps serving for this long after SIGTERM, until no endpoint points here any more, s. @default 5 */
  readonly drainSeconds: number;
  /**
   * `GRACE_SECONDS`: from SIGTERM until requests that are still under way are cut off, s. Below the pod's
   * terminationGracePeriodSeconds. @default 25
   */
  readonly graceSeconds: number;
}

/** Raised with one line for every variable that is wrong. */
export class SettingsError extends Error {}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings. Plain checks and no schema library: a pod starts under a CPU limit of a few hundred millicores, where
 * loading a library is time in which an autoscaler waits for the pod.
 */
export function readSettings(env: Env): Settings {
  const problems: string[] = [];

  function problem(name: string, expected: string): void {
    problems.push(`${name}=${JSON.stringify(env[name])}: expected ${expected}`);
  }
  function number(name: string, fallback: number, min: number, max: number, integer: boolean): number {
    const text = env[name];
    if (text === undefined || text === '') return fallback;
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
    if (value >= min && value <= max && (!integer || Number.isInteger(value))) return value;
    problem(name, `${integer ? 'a whole number' : 'a number'} from ${min} to ${max}`);
    return fallback;
  }
  const whole = (name: string, fallback: number, min: number, max: number) => number(name, fallback, min, max, true);
  const seconds = (name: string, fallback: number, min: number) => number(name, fallback, min, 3600, false);

  const downstreamUrls: string[] = [];
  for (const part of (env['DOWNSTREAM_URLS'] ?? '').split(',')) {
    const text = part.trim();
    if (text === '') continue;
    if (URL.canParse(text) && new URL(text).protocol === 'http:') downstreamUrls.push(new URL(text).href);
    else problem('DOWNSTREAM_URLS', `http:// addresses, comma separated; ${JSON.stringify(text)} is none`);
  }

  const settings: Settings = {
    port: whole('PORT', 8080, 0, 65535),
    heavyworkRounds: whole('HEAVYWORK_ROUNDS', 80_000, 1, 1e9),
    lightworkRounds: whole('LIGHTWORK_ROUNDS', 4_000, 1, 1e9),
    // libuv's pool has 4 threads; one is left for name look-ups of downstream calls.
    workConcurrency: whole('WORK_CONCURRENCY', 1, 1, 3),
    crocodilesDelayMs: {
      min: whole('CROCODILES_DELAY_MIN_MS', 10, 0, 600_000),
      max: whole('CROCODILES_DELAY_MAX_MS', 100, 0, 600_000),
    },
    downstreamUrls,
    downstreamTimeoutSeconds: seconds('DOWNSTREAM_TIMEOUT_SECONDS', 5, 0.001),
    routes: readRoutes(env['ROUTES'], (expected) => problem('ROUTES', expected)),
    poolSize: whole('POOL_SIZE', 0, 0, 100_000),
    errorSeed: whole('ERROR_SEED', 1, 0, 2 ** 32 - 1),
    startupDelaySeconds: seconds('STARTUP_DELAY_SECONDS', 0, 0),
    drainSeconds: seconds('DRAIN_SECONDS', 5, 0),
    graceSeconds: seconds('GRACE_SECONDS', 25, 0),
  };
  const delay = settings.crocodilesDelayMs;
  if (delay.min > delay.max)
    problems.push(`CROCODILES_DELAY_MIN_MS=${delay.min} is more than CROCODILES_DELAY_MAX_MS=${delay.max}`);
  if (settings.drainSeconds > settings.graceSeconds)
    problems.push(`DRAIN_SECONDS=${settings.drainSeconds} is more than GRACE_SECONDS=${settings.graceSeconds}`);
  if (problems.length > 0) throw new SettingsError(problems.join('\n'));
  return settings;
}
