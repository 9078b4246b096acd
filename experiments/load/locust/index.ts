import type { Driver, Refusal } from '../driver';
import { peakRate } from '../shape';
import { isClosed, type LoadSpec } from '../spec';
import type { ExperimentSpec } from '../../types';
import { LAST_SECONDS, locustManifests } from './manifests';
import { parseLine } from './parse';
import { MAX_WORKER_USERS, mostUsers, pacingOf, workersOf } from './plan';

/** Locust (https://docs.locust.io): users in Python that wait for their answers, led by a LoadTestShape; a master and workers. */
export const locust: Driver = {
  name: 'locust',
  refuse,
  warnings,
  manifests: locustManifests,
  endSeconds: LAST_SECONDS,
  parse: parseLine,
};

function refuse(load: LoadSpec, warmup: number): Refusal[] {
  const shape = { warmup, load };
  const refusals: Refusal[] = [];
  if (load.arrivals === 'poisson') {
    refusals.push({ key: 'arrivals', allowed: 'even: Locust has users and no arrivals; the driver k6 draws them' });
  }
  if (load.journeys !== undefined)
    refusals.push({ key: 'journeys', allowed: 'path or requests: the driver k6 plays journeys' });
  const most = MAX_WORKER_USERS * workersOf(shape).least;
  if (isClosed(load) && peakRate(shape) > most) {
    refusals.push({
      key: 'stages',
      allowed: `at most ${MAX_WORKER_USERS} users a worker; more generators (workers) have more`,
    });
  }
  const max = load.locust?.autoscaleWorkers?.max ?? Infinity;
  if (max < workersOf(shape).least) {
    const allowed = `a max of at least ${workersOf(shape).least}, the generators (workers) that there are from the beginning`;
    refusals.push({ key: 'locust.autoscaleWorkers', allowed });
  }
  return refusals;
}

/** A rate is not what Locust is made for: what becomes of it is said in every result. */
function warnings(spec: ExperimentSpec): string[] {
  if (isClosed(spec.load)) return [];
  const pacing = pacingOf(spec);
  const loop =
    `Locust's loop is closed: up to ${mostUsers(spec)} users make the rate, ` +
    `each with a turn every ${Number(pacing.toFixed(3))} s. `;
  return [
    loop +
      (pacing < spec.load.timeout
        ? `An answer that takes longer makes its user miss a turn, which counts as dropped; more generators (workers) have more users.`
        : 'That is as long as the timeout, so that no answer keeps a user from its turn.'),
  ];
}
