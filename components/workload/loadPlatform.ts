import { MASTER_PORT, WEB_PORT } from '../../experiments/load/locust/manifests';
import type { LoadSpec } from '../../experiments/load/spec';
import type { Allowance } from '../networkPolicies';

/** What spreads load over many nodes, besides k6 in one pod. */
export const LOAD_PLATFORMS = ['none', 'k6-operator', 'locust'] as const;
export type LoadPlatform = (typeof LOAD_PLATFORMS)[number];

/** What the parts of a platform ask of each other, all in the load generator's namespace. */
export const loadPorts: Readonly<Record<LoadPlatform, readonly Allowance[]>> = {
  none: [],
  // The operator starts and stops the runners by k6's REST API.
  'k6-operator': [{ ports: [6565], from: 'namespace' }],
  // Workers and master; the master's web interface and API.
  locust: [{ ports: [5557, 5558, 8089], from: 'namespace' }],
};

/** What the parts of an experiment's load generator ask of each other, and what is shown of them through the API server. */
export function driverPorts(load: Pick<LoadSpec, 'driver' | 'locust'> | undefined): readonly Allowance[] {
  if (load?.driver !== 'locust') return [];
  return [
    { ports: [MASTER_PORT], from: 'namespace' },
    ...(load.locust?.web === true ? [{ ports: [WEB_PORT], from: 'anyone' } as const] : []),
  ];
}
