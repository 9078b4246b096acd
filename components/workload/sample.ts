import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { Membership } from '../addons/istio/mesh';
import type { Cluster } from '../cluster/types';
import { labels, selector } from '../labels';
import { ingressPolicy } from '../networkPolicies';
import { restrictedContainer, restrictedNamespace, restrictedPod } from '../security';
import { sampleRequests } from './requestMetrics';
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

const PORT = 8080;
const NAME = 'sample';
const METRICS_PATH = '/metrics';
/** The application serves on after SIGTERM until endpoints have followed. */
const DRAIN_SECONDS = 3;

/** The sample application: a Namespace with its NetworkPolicy, a Deployment and a Service. */
export class Sample extends pulumi.ComponentResource {
  readonly workload: Workload;

  constructor(name: string, args: SampleArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:workload:Sample', name, {}, options);
    const { mesh, after = [] } = args;
    const child = { parent: this, provider: args.cluster.provider };

    const namespace = new kubernetes.core.v1.Namespace(
      `${name}-namespace`,
      {
        metadata: {
          name: args.cluster.names.namespace('app'),
          labels: { ...labels(NAME, 'application'), ...restrictedNamespace, ...mesh?.namespaceLabels },
        },
      },
      { ...child, deleteBeforeReplace: true, dependsOn: [args.cluster.ready, ...after] },
    );
    new kubernetes.networking.v1.NetworkPolicy(
      `${name}-network-policy`,
      ingressPolicy({
        namespace: namespace.metadata.name,
        name: NAME,
        component: 'application',
        // The load generator and Prometheus, and the API server's proxy, through which the preflight asks.
        allowed: [{ ports: [PORT, ...(mesh?.ports ?? [])], from: 'anyone' }],
      }),
      { ...child, deleteBeforeReplace: true },
    );
    const metadata = (object: string) => ({
      name: object,
      namespace: namespace.metadata.name,
      labels: labels(NAME, 'application'),
    });
    const image = args.cluster.image('sample');

    const deployment = new kubernetes.apps.v1.Deployment(
      `${name}-deployment`,
      {
        metadata: {
          ...metadata(NAME),
          // The autoscaler of an earlier variant owns `replicas`; a fixed number has to take it over.
          annotations: args.replicas === undefined ? {} : { 'pulumi.com/patchForce': 'true' },
        },
        spec: {
          replicas: args.replicas,
          selector: { matchLabels: selector(NAME) },
          strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
          template: {
            metadata: {
              labels: labels(NAME, 'application'),
              annotations: {
                'prometheus.io/scrape': 'true',
                'prometheus.io/port': String(PORT),
                'prometheus.io/path': METRICS_PATH,
                ...mesh?.podAnnotations,
              },
            },
            spec: {
              ...args.cluster.placement.app,
              automountServiceAccountToken: false,
              enableServiceLinks: false,
              terminationGracePeriodSeconds: 30,
              securityContext: restrictedPod,
              containers: [
                {
                  name: 'app',
                  image,
                  imagePullPolicy: 'IfNotPresent',
                  ports: [{ name: 'http', containerPort: PORT }],
                  env: [
                    { name: 'PORT', value: String(PORT) },
                    { name: 'DRAIN_SECONDS', value: String(DRAIN_SECONDS) },
                    ...(args.heavyworkRounds === undefined
                      ? []
                      : [{ name: 'HEAVYWORK_ROUNDS', value: String(args.heavyworkRounds) }]),
                  ],
                  resources: {
                    requests: { cpu: millicores(args.cpuRequest), memory: `${args.memoryMiB}Mi` },
                    limits: { cpu: millicores(args.cpuLimit), memory: `${args.memoryMiB}Mi` },
                  },
                  // Overloaded pods answer late; taking them out of the Service would only load the others more.
                  readinessProbe: {
                    httpGet: { path: '/readyz', port: 'http' },
                    periodSeconds: 1,
                    timeoutSeconds: 5,
                    failureThreshold: 3,
                  },
                  livenessProbe: {
                    httpGet: { path: '/healthz', port: 'http' },
                    periodSeconds: 10,
                    timeoutSeconds: 10,
                    failureThreshold: 6,
                  },
                  securityContext: restrictedContainer,
                },
              ],
            },
          },
        },
      },
      { ...child, deleteBeforeReplace: true, dependsOn: args.replicasAfter },
    );

    const service = new kubernetes.core.v1.Service(
      `${name}-service`,
      {
        metadata: metadata(NAME),
        spec: { selector: selector(NAME), ports: [{ name: 'http', port: PORT, targetPort: 'http' }] },
      },
      { ...child, deleteBeforeReplace: true, dependsOn: deployment },
    );

    this.workload = {
      namespace: namespace.metadata.name,
      deployment: deployment.metadata.name,
      service: service.metadata.name,
      port: PORT,
      servedCounter: 'heavywork_requests_total',
      metrics: {
        port: 'http',
        path: METRICS_PATH,
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

function millicores(cores: number): string {
  return `${Math.round(cores * 1000)}m`;
}
