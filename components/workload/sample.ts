import * as pulumi from '@pulumi/pulumi';
import type { Membership } from '../addons/istio/mesh';
import type { Cluster } from '../cluster/types';
import { selector } from '../labels';
import { applicationNamespace } from './applicationNamespace';
import { sampleRequests } from './requestMetrics';
import { SAMPLE_METRICS_PATH, SAMPLE_PORT, sampleDeployment } from './sampleDeployment';
import type { Workload } from './types';

export interface SampleArgs {
  readonly cluster: Cluster;
  /** Set only where no autoscaler owns the number of replicas. */
  readonly replicas?: number;
  /** What must have taken an earlier owner of the replicas away. */
  readonly replicasAfter: pulumi.Resource;
  /** CPU request of a pod, cores. */
  readonly cpuRequest: number;
  /** CPU limit of a pod, cores. */
  readonly cpuLimit: number;
  /** Memory request and limit of a pod, MiB. */
  readonly memoryMiB: number;
  /** Rounds of work of one `/heavywork` request. @default the application's own */
  readonly heavyworkRounds?: number;
  /** What makes the pods members of a mesh. @default they are in none */
  readonly mesh?: Membership;
  /** What must be there before the pods, and go after them. */
  readonly after?: readonly pulumi.Resource[];
}

const NAME = 'sample';

/** The sample application: a Namespace with its NetworkPolicy, a Deployment and a Service. */
export class Sample extends pulumi.ComponentResource {
  readonly workload: Workload;

  constructor(name: string, args: SampleArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:workload:Sample', name, {}, options);
    const { cluster, heavyworkRounds, after, ...rest } = args;
    const child = { parent: this, provider: cluster.provider };
    const { mesh } = args;
    const namespace = applicationNamespace(
      name,
      { cluster, application: NAME, ports: [SAMPLE_PORT], mesh, after },
      child,
    );
    const image = cluster.image('sample');
    const { deployment, service } = sampleDeployment(
      name,
      {
        ...rest,
        cluster,
        namespace: namespace.metadata.name,
        service: NAME,
        image,
        env: heavyworkRounds === undefined ? {} : { HEAVYWORK_ROUNDS: String(heavyworkRounds) },
      },
      child,
    );

    this.workload = {
      namespace: namespace.metadata.name,
      deployment: deployment.metadata.name,
      service: service.metadata.name,
      port: SAMPLE_PORT,
      servedCounter: 'heavywork_requests_total',
      servedPath: '/heavywork',
      metrics: {
        port: 'http',
        path: SAMPLE_METRICS_PATH,
        matchLabels: selector(NAME),
        app: NAME,
        requests: sampleRequests,
        proxy: mesh?.metrics,
      },
      revision: image,
    };
    this.registerOutputs({});
  }
}
