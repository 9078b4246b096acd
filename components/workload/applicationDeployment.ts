import * as kubernetes from '@pulumi/kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import type { Membership } from '../addons/istio/mesh';
import type { Cluster } from '../cluster/types';
import { labels, selector } from '../labels';
import { restrictedContainer, restrictedPod } from '../security';

type Probe = kubernetes.types.input.core.v1.Probe;

export interface ApplicationDeploymentArgs {
  readonly cluster: Cluster;
  readonly namespace: pulumi.Input<string>;
  /** Of the Deployment, its Service and its pods' labels. */
  readonly application: string;
  readonly image: pulumi.Input<string>;
  /** Instead of the image's entrypoint. */
  readonly command?: readonly string[];
  /** Instead of the image's command. */
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The container port that takes requests, and the Service's. */
  readonly port: number;
  /** Where the pods' metrics are. @default nowhere */
  readonly metrics?: { readonly port: number; readonly path: string };
  readonly readinessProbe: Probe;
  readonly livenessProbe?: Probe;
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
  /** Besides what the restricted Pod Security Standard asks for, or instead of it. */
  readonly podSecurity?: kubernetes.types.input.core.v1.PodSecurityContext;
  readonly containerSecurity?: kubernetes.types.input.core.v1.SecurityContext;
  /** Folders of a root file system that is read only otherwise; each pod has its own, empty at its start. */
  readonly writablePaths?: readonly string[];
  readonly mesh?: Membership;
}

/** The Deployment of an application under test with its Service. */
export function applicationDeployment(
  name: string,
  args: ApplicationDeploymentArgs,
  options: pulumi.CustomResourceOptions,
): { readonly deployment: kubernetes.apps.v1.Deployment; readonly service: kubernetes.core.v1.Service } {
  const { application, port, metrics, writablePaths = [] } = args;
  const metadata = { name: application, namespace: args.namespace, labels: labels(application, 'application') };
  const volumes = writablePaths.map((mountPath, index) => ({ name: `writable-${index}`, mountPath }));
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
        selector: { matchLabels: selector(application) },
        strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        template: {
          metadata: {
            labels: labels(application, 'application'),
            annotations: { ...(metrics && scraped(metrics)), ...args.mesh?.podAnnotations },
          },
          spec: {
            ...args.cluster.placement.app,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            terminationGracePeriodSeconds: 30,
            securityContext: { ...restrictedPod, ...args.podSecurity },
            containers: [
              {
                name: 'app',
                image: args.image,
                imagePullPolicy: 'IfNotPresent',
                ...(args.command && { command: [...args.command] }),
                ...(args.args && { args: [...args.args] }),
                ports: [
                  { name: 'http', containerPort: port },
                  ...(metrics && metrics.port !== port ? [{ name: 'metrics', containerPort: metrics.port }] : []),
                ],
                env: Object.entries(args.env).map(([variable, value]) => ({ name: variable, value })),
                resources: {
                  requests: { cpu: millicores(args.cpuRequest), memory: `${args.memoryMiB}Mi` },
                  limits: { cpu: millicores(args.cpuLimit), memory: `${args.memoryMiB}Mi` },
                },
                readinessProbe: args.readinessProbe,
                livenessProbe: args.livenessProbe,
                securityContext: { ...restrictedContainer, ...args.containerSecurity },
                ...(volumes.length > 0 && { volumeMounts: volumes }),
              },
            ],
            ...(volumes.length > 0 && { volumes: volumes.map((volume) => ({ name: volume.name, emptyDir: {} })) }),
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
      spec: { selector: selector(application), ports: [{ name: 'http', port, targetPort: 'http' }] },
    },
    { ...options, deleteBeforeReplace: true, dependsOn: deployment },
  );
  return { deployment, service };
}

const scraped = ({ port, path }: { readonly port: number; readonly path: string }) => ({
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': String(port),
  'prometheus.io/path': path,
});

function millicores(cores: number): string {
  return `${Math.round(cores * 1000)}m`;
}
