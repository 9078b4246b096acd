import * as pulumi from '@pulumi/pulumi';
import type { Membership } from '../addons/istio/mesh';
import type { Cluster } from '../cluster/types';
import { applicationNamespace } from './applicationNamespace';
import { calledBy } from '../../experiments/services/calls';
import type { ServiceRoute } from './graph';
import { sampleRequests, SERVICE_COUNTER } from './requestMetrics';
import { SAMPLE_METRICS_PATH, SAMPLE_PORT, sampleDeployment } from './sampleDeployment';
import type { Workload } from './types';

/** One service: the sample application with routes of its own. */
export interface ServiceArgs {
  readonly routes: Readonly<Record<string, ServiceRoute>>;
  /** Requests that a pod handles at the same time, its waits for others included. @default no bound */
  readonly pool?: number;
  /** Requests that a pod works on at the same time. */
  readonly concurrency: number;
  /** Bound of one call to another service, s. */
  readonly timeout: number;
  /** Which requests fail, where a route has an error rate. */
  readonly seed: number;
  /** Set only where no autoscaler owns the number of replicas. */
  readonly replicas?: number;
  readonly cpuRequest: number;
  readonly cpuLimit: number;
  readonly memoryMiB: number;
}

export interface ServicesArgs {
  readonly cluster: Cluster;
  readonly services: Readonly<Record<string, ServiceArgs>>;
  /** Name of the service that load enters at. */
  readonly entry: string;
  /** What must have taken an earlier owner of the replicas away. */
  readonly replicasAfter: pulumi.Resource;
  /** What makes the pods members of a mesh. @default they are in none */
  readonly mesh?: Membership;
  /** What must be there before the pods, and go after them. */
  readonly after?: readonly pulumi.Resource[];
}

/** Several services of the one sample image, in a namespace with its NetworkPolicy: a Deployment and a Service for each. */
export class Services extends pulumi.ComponentResource {
  /** The service that load enters at. */
  readonly workload: Workload;
  /** Every service by its name, the entry among them. */
  readonly workloads: Readonly<Record<string, Workload>>;

  constructor(name: string, args: ServicesArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:workload:Services', name, {}, options);
    const { cluster, services, entry, replicasAfter, mesh, after } = args;
    const child = { parent: this, provider: cluster.provider };
    const application = applicationNamespace(
      name,
      { cluster, application: entry, ports: [SAMPLE_PORT], mesh, after },
      child,
    );
    const namespace = application.metadata.name;
    const image = cluster.image('sample');
    const make = (service: string, { cpuRequest, cpuLimit, memoryMiB, replicas, ...own }: ServiceArgs): Workload => {
      const made = sampleDeployment(
        `${name}-${service}`,
        {
          cluster,
          namespace,
          service,
          image,
          env: environment(own),
          replicas,
          replicasAfter,
          cpuRequest,
          cpuLimit,
          memoryMiB,
          mesh,
        },
        child,
      );
      return {
        namespace,
        deployment: made.deployment.metadata.name,
        service: made.service.metadata.name,
        port: SAMPLE_PORT,
        servedCounter: SERVICE_COUNTER,
        metrics: {
          port: 'http',
          path: SAMPLE_METRICS_PATH,
          // All services are scraped.
          matchLabels: {
            'app.kubernetes.io/component': 'application',
            'app.kubernetes.io/part-of': 'autoscaling-testbed',
          },
          app: service,
          requests: sampleRequests,
          proxy: mesh?.metrics,
        },
        revision: image,
      };
    };
    this.workloads = Object.fromEntries(Object.entries(services).map(([key, own]) => [key, make(key, own)]));
    const workload = this.workloads[entry];
    if (workload === undefined) throw new Error(`No service ${entry}: ${Object.keys(services).join(', ')}`);
    this.workload = workload;
    this.registerOutputs({});
  }
}

/** What the sample application is told (apps/sample/settings.ts). */
function environment(service: Pick<ServiceArgs, 'routes' | 'pool' | 'concurrency' | 'timeout' | 'seed'>) {
  const routes = Object.entries(service.routes).map(([path, { calls, ...route }]) => {
    const targets = calls.map((group) =>
      group.map((call) => {
        const called = calledBy(call);
        return { name: called.service, url: `http://${called.service}:${SAMPLE_PORT}${called.path}` };
      }),
    );
    return [path, { ...route, calls: targets }];
  });
  return {
    ROUTES: JSON.stringify(Object.fromEntries(routes)),
    WORK_CONCURRENCY: String(service.concurrency),
    DOWNSTREAM_TIMEOUT_SECONDS: String(service.timeout),
    ERROR_SEED: String(service.seed),
    ...(service.pool !== undefined && { POOL_SIZE: String(service.pool) }),
  };
}
