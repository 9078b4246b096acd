import type { ExperimentSpec, Target } from '../../types';
import { loadHost } from '../address';
import { DEFAULT_SEED, drawnArrivals, isPoisson } from '../arrivals';
import { arriving, journeysOf } from '../journeys';
import { mixOrder } from '../mix';
import { k6Stages, loadSeconds, virtualUsers } from '../shape';
import { isClosed, requestsOf, thinkTimeOf } from '../spec';

/** What the script is to do, as `plan.json` beside it. */
export interface Plan {
  readonly options: Readonly<Record<string, unknown>>;
  readonly requests: readonly { method: string; url: string; body: string | null; headers: Record<string, string> }[];
  /** Which request is sent, or which journey is begun, when: digits of base 36, one an iteration, over and over. */
  readonly order: string;
  /** The requests of each journey by their index, and seconds to think after each request; null: each request stands alone. */
  readonly journeys: readonly (readonly number[])[] | null;
  readonly thinkTimes: readonly number[];
  readonly timeout: string;
  /** Arrivals were drawn and are in `due.txt`; a request later than `giveUp` ms is not sent any more. */
  readonly drawn: boolean;
  readonly giveUp: number;
  /** Seconds; null: an open loop. */
  readonly thinkTime: number | null;
  /** Of load, warm-up included. */
  readonly seconds: number;
  /** How many share the load, and which one it is, from 0. */
  readonly generators: number;
  readonly generator: number;
  /** When all generators begin, Unix ms; null: at once. */
  readonly startAt: number | null;
}

/** @param generator which one, from 0 */
export function planOf(spec: ExperimentSpec, target: Target, generator: number, startAt: number | null): Plan {
  const { load } = spec;
  const requests = requestsOf(load);
  const journeys = journeysOf(load);
  return {
    options: {
      scenarios: { load: scenarioOf(spec, generator) },
      discardResponseBodies: true,
      noConnectionReuse: load.reuseConnections !== true,
      setupTimeout: '300s',
      systemTags: ['status', 'error_code', 'expected_response'],
      summaryTrendStats: ['p(50)', 'p(90)', 'p(95)', 'p(99)', 'max', 'min', 'avg', 'med', 'count'],
    },
    requests: requests.map(({ method, path, body, headers }) => ({
      method,
      url: `${loadHost(target)}${path}`,
      body: body ?? null,
      headers,
    })),
    order: mixOrder(journeys ?? requests, load.seed ?? DEFAULT_SEED)
      .map((index) => index.toString(36))
      .join(''),
    journeys: journeys && journeys.map(({ kinds }) => kinds),
    thinkTimes: journeys?.flatMap(({ thinkTimes }) => thinkTimes) ?? [],
    timeout: `${Math.round(load.timeout * 1000)}ms`,
    drawn: isPoisson(spec),
    giveUp: load.timeout * 1000,
    thinkTime: isClosed(load) ? thinkTimeOf(load) : null,
    seconds: loadSeconds(spec),
    generators: load.generators ?? 1,
    generator,
    startAt,
  };
}

/** The executor that plays the load (https://grafana.com/docs/k6/latest/using-k6/scenarios/executors/). */
function scenarioOf(spec: ExperimentSpec, generator: number): Readonly<Record<string, unknown>> {
  const { load } = spec;
  const users = virtualUsers(spec).used;
  const gracefulStop = `${Math.ceil(load.timeout) + 1}s`;
  if (isClosed(load)) {
    const { start, stages } = k6Stages(spec, 1);
    return { executor: 'ramping-vus', startVUs: start, stages, gracefulRampDown: gracefulStop, gracefulStop };
  }
  if (isPoisson(spec)) {
    const own = Math.ceil(users / (load.generators ?? 1));
    // One that has nothing to do is no error to the script, but to k6.
    const iterations = Math.max(1, dueTimes(spec, generator).length);
    const maxDuration = `${Math.ceil(loadSeconds(spec) + load.timeout) + 1}s`;
    return { executor: 'shared-iterations', vus: Math.min(own, iterations), iterations, maxDuration, gracefulStop };
  }
  const { timeUnit, start, stages } = k6Stages(arriving(spec));
  // All at the start: making virtual users during the load would disturb it.
  const vus = { preAllocatedVUs: users, maxVUs: users };
  return { executor: 'ramping-arrival-rate', timeUnit, startRate: start, stages, ...vus, gracefulStop };
}

/** Every how-many-th of the drawn arrivals is this generator's; the whole is the same however many there are. Seconds. */
export function dueTimes(spec: ExperimentSpec, generator: number): number[] {
  const generators = spec.load.generators ?? 1;
  return drawnArrivals(spec).filter((_, index) => index % generators === generator);
}

/** As the script reads them: differences in tenths of a millisecond, base 36. */
export function dueText(seconds: readonly number[]): string {
  const tenths = seconds.map((time) => Math.round(time * 10_000));
  return tenths.map((time, i) => (time - (tenths[i - 1] ?? 0)).toString(36)).join(' ');
}
