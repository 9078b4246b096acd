import type { Driver, Refusal } from '../driver';
import { loadSeconds, peakRate } from '../shape';
import { isClosed, requestsOf, type LoadSpec } from '../spec';
import { LAST_SECONDS, MAX_USERS, siegeManifests } from './manifests';
import { parseLine } from './parse';

/** siege (https://www.joedog.org/siege-home/): so many users for so long. */
export const siege: Driver = {
  name: 'siege',
  refuse,
  warnings: () => [
    "siege's loop is closed, its response times have a resolution of 10 ms, its timeout is for connecting alone, and the requests under way at " +
      'its end are cut off and counted nowhere.',
  ],
  manifests: siegeManifests,
  endSeconds: LAST_SECONDS,
  stamped: true,
  parse: parseLine,
};

function refuse(load: LoadSpec, warmup: number): Refusal[] {
  const refusals: Refusal[] = [];
  const add = (wrong: boolean, key: string, allowed: string): void => void (wrong && refusals.push({ key, allowed }));
  const [first, ...others] = requestsOf(load);
  const plain = first?.method === 'GET' && first.body === undefined && Object.keys(first.headers).length === 0;
  const users = peakRate({ warmup, load });
  add(!isClosed(load), 'model', 'users: siege has no arrival rate; the driver k6 has');
  add(load.arrivals === 'poisson', 'arrivals', 'even: siege draws none; the driver k6 does');
  add((load.thinkTime ?? 0) > 0, 'thinkTime', 'none: siege waits for a random time, at most siege.delay seconds');
  add((load.generators ?? 1) > 1, 'generators', '1: siege is one program; k6 and locust have several');
  add(load.journeys !== undefined, 'journeys', 'path: the driver k6 plays journeys');
  add(
    load.journeys === undefined && (others.length > 0 || !plain),
    'requests',
    'one GET without headers: siege is given one address here',
  );
  add(
    load.stages.some(({ rate }) => rate !== users),
    'stages',
    'one number of users from the beginning to the end: siege plays no shapes; k6 and locust do',
  );
  add(users > MAX_USERS || !Number.isInteger(users), 'stages', `a whole number of at most ${MAX_USERS} users`);
  add(!Number.isInteger(loadSeconds({ warmup, load })), 'stages', 'whole seconds, with the warm-up');
  return refusals;
}
