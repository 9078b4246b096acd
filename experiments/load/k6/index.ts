import { isPoisson } from '../arrivals';
import type { Driver, Refusal } from '../driver';
import { arriving } from '../journeys';
import { MAX_VIRTUAL_USERS, offeredRequests, peakRate, loadSeconds, virtualUsers } from '../shape';
import { isClosed, requestsOf, type LoadSpec } from '../spec';
import { k6Manifests } from './manifests';
import { parseLine } from './parse';

/** The times of a generator's Poisson arrivals, and the bodies of the mix, must fit into a ConfigMap of 1 MiB: some 3 bytes an arrival. */
const MAX_ARRIVALS = 200_000;
const MAX_BODIES = 300_000;

/** k6 (https://grafana.com/docs/k6/latest/): open loop by arrival rate or drawn arrivals, closed loop by virtual users, several generators. */
export const k6: Driver = {
  name: 'k6',
  refuse,
  warnings: (spec) => {
    const { wanted, used } = virtualUsers(spec);
    if (used === wanted) return [];
    const short = isPoisson(spec) ? 'requests are sent late' : 'requests are dropped';
    return [
      `${wanted} requests may be in flight at once (peak rate x timeout), and the load generator has ${used} virtual users: ` +
        `where they run out, ${short} and counted as such. A shorter timeout needs fewer, more generators have more.`,
    ];
  },
  manifests: k6Manifests,
  endSeconds: 30,
  parse: parseLine,
};

function refuse(load: LoadSpec, warmup: number): Refusal[] {
  const shape = { warmup, load };
  const generators = load.generators ?? 1;
  const refusals: Refusal[] = [];
  if (isClosed(load) && peakRate(shape) > MAX_VIRTUAL_USERS * generators) {
    const allowed = `at most ${MAX_VIRTUAL_USERS} virtual users for each of the ${generators} generators; more generators have more`;
    refusals.push({ key: 'stages', allowed });
  }
  if (generators > virtualUsers(shape).used) {
    refusals.push({ key: 'generators', allowed: `at most ${virtualUsers(shape).used}: each needs a virtual user` });
  }
  const arrivals = offeredRequests(arriving(shape), 0, loadSeconds(shape)) / generators;
  if (isPoisson(shape) && arrivals > MAX_ARRIVALS) {
    const allowed = `poisson with at most ${MAX_ARRIVALS} requests for each generator (these are ${Math.round(arrivals)}); even has no limit`;
    refusals.push({ key: 'arrivals', allowed });
  }
  const bodies = requestsOf(load).reduce((sum, { body = '' }) => sum + Buffer.byteLength(body), 0);
  if (bodies > MAX_BODIES)
    refusals.push({
      key: load.journeys ? 'journeys' : 'requests',
      allowed: `bodies of at most ${MAX_BODIES} bytes together`,
    });
  return refusals;
}
