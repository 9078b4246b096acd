import type * as pulumi from '@pulumi/pulumi';
import { K6Operator } from '../components/addons/charts/k6Operator';
import { Locust } from '../components/addons/charts/locust';
import type { Cluster } from '../components/cluster/types';
import type { Generator } from '../components/workload/generator';
import type { LoadPlatform } from '../components/workload/loadPlatform';
import type { Workload } from '../components/workload/types';

export interface LoadPlatformArgs {
  readonly cluster: Cluster;
  /** The Service that the load goes to. */
  readonly service: Pick<Workload, 'namespace' | 'service' | 'port'>;
  /** Path that the load goes to. */
  readonly path: string;
  /** Its namespace is the platform's. */
  readonly generator: Generator;
}

/** Makes what spreads load over many nodes, where it is asked for. */
export function createLoadPlatform(
  platform: LoadPlatform,
  { service, path, ...args }: LoadPlatformArgs,
): pulumi.Resource[] {
  const common = { ...args, namespace: args.cluster.names.namespace('load') };
  switch (platform) {
    case 'none':
      return [];
    case 'k6-operator':
      return [new K6Operator('k6-operator', common)];
    case 'locust':
      return [new Locust('locust', { ...common, service, path })];
  }
}
