import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { dockerProblem } from '../../plugins/testbed/kind/docker';
import { KindCluster } from '../../plugins/testbed/sdk';
import type { ImageName } from '../../toolchain/types';
import { NODE_PORT } from '../addons/monitoring/types';
import { kindConfig, kindName } from './kind/config';
import type { KindSettings } from './kind/settings';
import { LocalImages } from './localImages';
import { plainNames } from './names';
import { rolePlacement } from './roles';
import type { Capabilities, Cluster } from './types';

export interface KindArgs {
  readonly settings: KindSettings;
  /** Nodes for the application under test. */
  readonly appNodes: number;
}

/** A cluster of kind on this machine: nodes are Docker containers. Images come from registries, those of the testbed from here. */
export class Kind extends pulumi.ComponentResource implements Cluster {
  readonly provider: kubernetes.Provider;
  readonly kubeconfig: pulumi.Output<string>;
  readonly capabilities: Capabilities = {
    localImages: true,
    helm: true,
    provided: [],
    // kubeadm lets each kubelet sign its own.
    kubeletCertificates: false,
  };
  readonly names = plainNames;
  readonly placement = rolePlacement;
  readonly ready: pulumi.Resource;
  readonly lifetime: pulumi.Resource;
  private readonly images: LocalImages;
  private readonly ports: ReadonlyMap<number, number>;

  /** @throws where Docker is not there or does not answer, before anything is created */
  static async create(name: string, args: KindArgs, options?: pulumi.ComponentResourceOptions): Promise<Kind> {
    const problem = await dockerProblem();
    // Without a stack trace: it is the user's to mend, and nothing in the code.
    if (problem !== undefined) throw new pulumi.RunError(problem);
    return new Kind(name, args, options);
  }

  constructor(name: string, { settings, appNodes }: KindArgs, options?: pulumi.ComponentResourceOptions) {
    super('testbed:cluster:Kind', name, {}, options);
    this.ports = new Map([[NODE_PORT, settings.ports.prometheus]]);
    const cluster = new KindCluster(
      `${name}-cluster`,
      { name: kindName(pulumi.getStack()), config: kindConfig(settings, appNodes, NODE_PORT) },
      { parent: this },
    );
    this.provider = new kubernetes.Provider(`${name}-kubernetes`, { kubeconfig: cluster.kubeconfig }, { parent: this });
    this.kubeconfig = cluster.kubeconfig;
    this.images = new LocalImages(name, cluster, 'kind', this);
    this.ready = cluster;
    this.lifetime = cluster;
    this.registerOutputs({ kubeconfig: this.kubeconfig });
  }

  nodePort(port: number): pulumi.Output<string> {
    const host = this.ports.get(port);
    if (host === undefined)
      throw new Error(`NodePort ${port}: kind has published only ${[...this.ports.keys()].join()}`);
    return pulumi.output(`127.0.0.1:${host}`);
  }

  image(name: ImageName): pulumi.Output<string> {
    return this.images.named(name);
  }

  archivedImage(archive: string): pulumi.Output<string> {
    return this.images.archived(archive);
  }
}
