import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { AgentSpec } from '../../embedded/agent/settings';
import type { NodeSpec, Taint } from '../../embedded/types';
import { LocalCluster } from '../../plugins/testbed/sdk';
import type { ImageName } from '../../toolchain/types';
import { LocalImages } from './localImages';
import { plainNames } from './names';
import { appPlacement, ROLE, rolePlacement, systemTaint } from './roles';
import type { Capabilities, Cluster } from './types';

export interface LocalArgs {
  /** Nodes for the application under test. */
  readonly appNodes: number;
  /** Size of each of them: CPU cores and memory, MiB. */
  readonly appNode: NodeSize;
  /** Size of the one node for the platform and the load generator. */
  readonly systemNode: NodeSize;
  /** Taints of nodes that come later, which the application's pods are to tolerate. @default none */
  readonly poolTaints?: readonly Taint[];
  /** Gives the Node objects of a node autoscaler real nodes. @default no node agent */
  readonly agent?: AgentSpec | undefined;
}
export interface NodeSize {
  readonly cpu: number;
  readonly memoryMiB: number;
}

const SYSTEM_NODE = 'system';

/** The embedded cluster: neither Docker nor a cloud, real Kubernetes as processes of this machine. */
export class Local extends pulumi.ComponentResource implements Cluster {
  readonly provider: kubernetes.Provider;
  readonly kubeconfig: pulumi.Output<string>;
  readonly capabilities: Capabilities = {
    localImages: true,
    helm: false,
    provided: [],
    kubeletCertificates: true,
  };
  readonly names = plainNames;
  readonly placement: Cluster['placement'];
  readonly ready: pulumi.Resource;
  readonly lifetime: pulumi.Resource;
  private readonly images: LocalImages;
  private readonly cluster: LocalCluster;

  constructor(name: string, args: LocalArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:cluster:Local', name, {}, options);
    this.placement = { ...rolePlacement, app: appPlacement(args.poolTaints ?? []) };
    this.cluster = new LocalCluster(
      `${name}-cluster`,
      { name: pulumi.getStack(), nodes: nodes(args), ...(args.agent && { agent: args.agent }) },
      { parent: this },
    );
    this.provider = new kubernetes.Provider(
      `${name}-kubernetes`,
      { kubeconfig: this.cluster.kubeconfig },
      { parent: this },
    );
    this.kubeconfig = this.cluster.kubeconfig;
    this.images = new LocalImages(name, this.cluster, 'embedded', this);
    this.ready = this.cluster;
    this.lifetime = this.cluster;
    this.registerOutputs({ kubeconfig: this.kubeconfig });
  }

  nodePort(port: number): pulumi.Output<string> {
    return this.cluster.addresses.apply((addresses) => `${addresses[SYSTEM_NODE]}:${port}`);
  }

  image(name: ImageName): pulumi.Output<string> {
    return this.images.named(name);
  }

  archivedImage(archive: string): pulumi.Output<string> {
    return this.images.archived(archive);
  }
}

/**
 * The application's nodes are for it alone: the platform and the load generator have the tainted node. Where that is the only one at first, it takes the
 * cluster's own DNS as well.
 */
export function nodes(args: LocalArgs): NodeSpec[] {
  const size = ({ cpu, memoryMiB }: NodeSize) => ({ cpu, memory: memoryMiB * 2 ** 20 });
  return [
    ...Array.from({ length: args.appNodes }, (_, index) => ({
      name: `app-${index + 1}`,
      ...size(args.appNode),
      labels: { [ROLE]: 'app' },
    })),
    {
      name: SYSTEM_NODE,
      ...size(args.systemNode),
      labels: { [ROLE]: 'system' },
      taints: [args.appNodes > 0 ? systemTaint : { ...systemTaint, effect: 'PreferNoSchedule' }],
    },
  ];
}
