import * as kubernetes from '@pulumi/kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import type { Membership } from '../addons/istio/mesh';
import type { Cluster } from '../cluster/types';
import { labels, selector } from '../labels';
import { restrictedContainer, restrictedPod } from '../security';

export const SAMPLE_PORT = 8080;
export const SAMPLE_METRICS_PATH = '/metrics';
/** The application serves on after SIGTERM until endpoints have followed. */
const DRAIN_SECONDS = 3;

export interface SampleDeploymentArgs {
  readonly cluster: Cluster;
  readonly namespace: pulumi.Input<string>;
  /** Of the Deployment, its Service and its pods' labels. */
  readonly service: string;
  readonly image: pulumi.Input<string>;
  /** Settings of the application, beside its port (apps/sample/settings.ts). */
  readonly env: Readonly<Record<string, string>>;
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
  readonly mesh?: Membership;
}

/** One Deployment of the sample application with its Service. */
export function sampleDeployment(
  name: string,
  args: SampleDeploymentArgs,
  options: pulumi.CustomResourceOptions,
): { readonly deployment: kubernetes.apps.v1.Deployment; readonly service: kubernetes.core.v1.Service } {
  const metadata = { name: args.service, namespace: args.namespace, labels: labels(args.service, 'application') };
  const deployment = new kubernetes.apps.v1.Deployment(
    `${name}-deployment`,
    {
      metadata: {
        ...metadata,
        // The autoscaler of an earlier variant owns `replicas`; a fixed number has to take it over.
        annotations: args.replicas === undefined ? {} : { 'pulumi.com/patchForce': 'true' },
      },
      spec: {
        replicas: args.replicas,
        selector: { matchLabels: selector(args.service) },
        strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        template: {
          metadata: {
            labels: labels(args.service, 'application'),
            annotations: {
              'prometheus.io/scrape': 'true',
              'prometheus.io/port': String(SAMPLE_PORT),
              'prometheus.io/path': SAMPLE_METRICS_PATH,
              ...args.mesh?.podAnnotations,
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
                image: args.image,
                imagePullPolicy: 'IfNotPresent',
                ports: [{ name: 'http', containerPort: SAMPLE_PORT }],
                env: Object.entries({
                  PORT: String(SAMPLE_PORT),
                  DRAIN_SECONDS: String(DRAIN_SECONDS),
                  ...args.env,
                }).map(([variable, value]) => ({ name: variable, value })),
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
    { ...options, deleteBeforeReplace: true, dependsOn: args.replicasAfter },
  );
  const service = new kubernetes.core.v1.Service(
    `${name}-service`,
    {
      metadata,
      spec: { selector: selector(args.service), ports: [{ name: 'http', port: SAMPLE_PORT, targetPort: 'http' }] },
    },
    { ...options, deleteBeforeReplace: true, dependsOn: deployment },
  );
  return { deployment, service };
}

function millicores(cores: number): string {
  return `${Math.round(cores * 1000)}m`;
}
