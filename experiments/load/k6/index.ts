import type { Driver } from '../driver';
import { virtualUsers } from '../shape';
import { k6Manifests } from './manifests';
import { parseLine } from './parse';

/** k6 (https://grafana.com/docs/k6/latest/): open loop by arrival rate, requests counted and timed by a script. */
export const k6: Driver = {
  name: 'k6',
  refuse: () => [],
  warnings: (spec) => {
    const { wanted, used } = virtualUsers(spec);
    return used < wanted
      ? [
          `${wanted} requests may be in flight at once (peak rate x timeout), and the load generator has ${used} virtual users: ` +
            'where they run out, requests are dropped and counted as such. A shorter timeout needs fewer.',
        ]
      : [];
  },
  manifests: k6Manifests,
  endSeconds: 30,
  parse: parseLine,
};
