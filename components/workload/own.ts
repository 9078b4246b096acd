import * as pulumi from '@pulumi/pulumi';
import type { Membership } from '../addons/istio/mesh';
import type { Cluster } from '../cluster/types';
import { selector } from '../labels';
import { applicationDeployment } from './applicationDeployment';
import { applicationNamespace } from './applicationNamespace';
import type { ImageWorkload, Probe } from './ownSettings';
import type { Workload } from './types';

export interface OwnArgs {
  readonly cluster: Cluster;
  readonly settings: ImageWorkload;
  /** Set only where no autoscaler owns the number of replicas. */
  readonly replicas?: number;
  /** What must have taken an earlier owner of the replicas away. */
  readonly replicasAfter: pulumi.Resource;
  /** What makes the pods members of a mesh. @default they are in none */
  readonly mesh?: Membership;
  /** What must be there before the pods, and go after them. */
  readonly after?: readonly pulumi.Resource[];
}

const NAME = 'workload';

/** A workload of the user's own, from an image: a Namespace with its NetworkPolicy, a Deployment and a Service. */
export class Own extends pulumi.ComponentResource {
  readonly workload: Workload;

  constructor(name: string, args: OwnArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:workload:Own', name, {}, options);
    const { cluster, settings, mesh, after } = args;
    const child = { parent: this, provider: cluster.provider };
    const { port, metrics, probes, security } = settings;
    const metricsPort = metrics?.port ?? port;
    const namespace = applicationNamespace(
      name,
      {
        cluster,
        application: NAME,
        ports: [...new Set([port, metricsPort])],
        standard: security.standard,
        mesh,
        after,
      },
      child,
    ).metadata.name;
    const image = imageOf(cluster, settings);
    const { deployment, service } = applicationDeployment(
      name,
      {
        ...args,
        ...settings,
        namespace,
        application: NAME,
        image,
        metrics: metrics?.path === undefined ? undefined : { port: metricsPort, path: metrics.path },
        // As often as the sample's: how soon a pod is found ready is part of what is measured.
        readinessProbe: { ...probe(probes.readiness), periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 3 },
        livenessProbe:
          probes.liveness === undefined
            ? undefined
            : { ...probe(probes.liveness), periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 6 },
        podSecurity: {
          runAsNonRoot: security.runAsUser !== 0,
          runAsUser: security.runAsUser,
          runAsGroup: security.runAsGroup ?? security.runAsUser,
          fsGroup: security.runAsGroup ?? security.runAsUser,
        },
        containerSecurity: {
          readOnlyRootFilesystem: security.readOnlyRootFilesystem,
          ...(security.capabilities.length > 0 && { capabilities: { drop: ['ALL'], add: [...security.capabilities] } }),
        },
        writablePaths: security.writablePaths,
      },
      child,
    );
    this.workload = {
      namespace,
      deployment: deployment.metadata.name,
      service: service.metadata.name,
      port,
      servedCounter: metrics?.servedCounter,
      metrics:
        metrics?.path === undefined
          ? undefined
          : {
              port: metricsPort === port ? 'http' : 'metrics',
              path: metrics.path,
              matchLabels: selector(NAME),
              app: NAME,
              proxy: mesh?.metrics,
            },
      revision: image,
    };
    this.registerOutputs({});
  }
}

function imageOf(cluster: Cluster, { image, imageArchive }: ImageWorkload): pulumi.Output<string> {
  if (imageArchive === undefined) return pulumi.output(image ?? '');
  if (cluster.archivedImage === undefined)
    throw new Error(
      'workload.imageArchive: the nodes of this cluster cannot be given images from this machine; set workload.image',
    );
  return cluster.archivedImage(imageArchive);
}

const probe = (how: Probe) =>
  how === 'tcp' ? { tcpSocket: { port: 'http' } } : { httpGet: { path: how, port: 'http' } };
