import * as aws from '@pulumi/aws';
import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { ImageName } from '../../toolchain/types';
import { afterNodes, beforeNodes, createAddon } from './eks/addons';
import { ControlPlane } from './eks/controlPlane';
import { createLoadBalancing, createNodeScaler, type Nested } from './eks/controllers';
import { estimate, estimateText } from './eks/estimate';
import { kubeconfig } from './eks/kubeconfig';
import { Network } from './eks/network';
import { NodeGroup, placement } from './eks/nodeGroups';
import { NODE_POLICIES } from './eks/nodeRole';
import { managedRole } from './eks/podIdentity';
import type { Place } from './eks/policies/document';
import { keyPolicy } from './eks/policies/encryption';
import { trustService } from './eks/policies/trust';
import type { EksSettings } from './eks/settings';
import { clusterName, costTags } from './eks/tags';
import { labels } from '../labels';
import { plainNames } from './names';
import type { Capabilities, Cluster, LoadBalancing, NodeScaler } from './types';
import { upstreamImage } from './upstreamImages';

/** A Kubernetes cluster of Amazon EKS in a VPC of its own. */
export class Eks extends pulumi.ComponentResource implements Cluster {
  readonly provider: kubernetes.Provider;
  readonly kubeconfig: pulumi.Output<string>;
  readonly capabilities: Capabilities = {
    localImages: false,
    helm: true,
    provided: [],
    // EKS signs the kubelets' serving certificates.
    kubeletCertificates: true,
  };
  readonly placement: Cluster['placement'];
  readonly names = plainNames;
  readonly ready: pulumi.Resource;
  readonly nodeScaler?: NodeScaler;
  readonly loadBalancing?: LoadBalancing;
  // No lifetime: volumes, load balancers and Karpenter's nodes outlive a cluster in which they are not deleted first.

  private readonly aws: { readonly parent: pulumi.Resource; readonly provider: aws.Provider };
  private readonly nested: Nested;
  private readonly place: pulumi.Output<Place>;
  private readonly clusterName: string;
  private readonly tags: Record<string, string>;

  constructor(
    private readonly name: string,
    private readonly settings: EksSettings,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super('testbed:cluster:Eks', name, {}, options);
    const stack = pulumi.getStack();
    this.clusterName = clusterName(stack);
    this.tags = costTags(stack, settings.tags);
    void pulumi.log.info(estimateText(estimate(settings)), this);
    if (settings.publicAccessCidrs.length === 0) {
      void pulumi.log.warn(
        'eks.publicAccessCidrs is empty: the API server answers only inside its VPC. Run this there, or over a VPN, or list your own address.',
        this,
      );
    }

    const provider = new aws.Provider(
      `${name}-aws`,
      { region: settings.region as aws.Region, profile: settings.profile, defaultTags: { tags: this.tags } },
      { parent: this },
    );
    this.aws = { parent: this, provider };
    this.nested = { parent: this, providers: { aws: provider } };
    this.place = pulumi
      .all([aws.getPartitionOutput({}, this.aws), aws.getCallerIdentityOutput({}, this.aws)])
      .apply(([{ partition }, { accountId }]) => ({ partition, region: settings.region, account: accountId }));

    const logs = { control: `/aws/eks/${this.clusterName}/cluster`, flows: `/testbed/${this.clusterName}/flow-logs` };
    const key = this.createKey(Object.values(logs));
    const network = new Network(
      `${name}-network`,
      { cluster: this.clusterName, settings, flowLogs: { name: logs.flows, keyArn: key.arn } },
      this.nested,
    );
    const partition = this.place.apply((place) => place.partition);
    const cluster = new ControlPlane(
      `${name}-cluster`,
      {
        clusterName: this.clusterName,
        settings,
        vpcId: network.vpc.id,
        subnetIds: network.privateSubnetIds,
        keyArn: key.arn,
        logGroupName: logs.control,
        partition,
        provider,
      },
      { parent: this },
    );
    const addonArgs = {
      clusterName: cluster.clusterName,
      partition,
      versions: settings.addonVersions,
    };
    const first = beforeNodes.map((addon) => createAddon(name, addon, addonArgs, this.aws));
    const groups = this.createNodeGroups(cluster, network, first);
    const last = afterNodes.map((addon) => createAddon(name, addon, addonArgs, { ...this.aws, dependsOn: groups }));

    this.kubeconfig = pulumi.secret(
      pulumi
        .all([cluster.clusterName, cluster.endpoint, cluster.certificate])
        .apply(([own, endpoint, certificate]) =>
          kubeconfig({ name: own, endpoint, certificate, region: settings.region, profile: settings.profile }),
        ),
    );
    this.provider = new kubernetes.Provider(
      `${name}-kubernetes`,
      { kubeconfig: this.kubeconfig },
      { parent: this, dependsOn: cluster },
    );
    this.createStorageClass(last);

    const { clusterName: own, place, tags } = this;
    const controllers = { name, clusterName: own, settings, cluster, network, place, tags };
    this.nodeScaler = createNodeScaler(controllers, this.nested);
    if (settings.ingress === 'load-balancer') this.loadBalancing = createLoadBalancing(controllers, this.nested);

    const all = Object.values(settings.nodeGroups);
    this.placement = { app: placement('app', all), system: placement('system', all), load: placement('load', all) };
    // Everything in it: whoever depends on a component depends on its children.
    this.ready = this;
    this.registerOutputs({ kubeconfig: this.kubeconfig });
  }

  /** What the configuration says, or else upstream's own. */
  image(name: ImageName): pulumi.Output<string> {
    const given: Readonly<Partial<Record<ImageName, string>>> = this.settings.images;
    const reference = given[name] ?? upstreamImage(name);
    if (reference === undefined) throw new Error(`eks.images has no ${name}, and upstream publishes none`);
    return pulumi.output(reference);
  }

  private createKey(logGroups: readonly string[]): aws.kms.Key {
    const { clusterName } = this;
    const key = new aws.kms.Key(
      `${this.name}-key`,
      {
        description: `Secrets and logs of the EKS cluster ${clusterName}`,
        enableKeyRotation: true,
        // The shortest that AWS takes: a testbed's secrets are worth nothing once it is gone.
        deletionWindowInDays: 7,
        policy: this.place.apply((place) => JSON.stringify(keyPolicy(place, logGroups))),
      },
      this.aws,
    );
    new aws.kms.Alias(`${this.name}-key`, { name: `alias/${clusterName}`, targetKeyId: key.keyId }, this.aws);
    return key;
  }

  private createNodeGroups(cluster: ControlPlane, network: Network, after: pulumi.Resource[]): pulumi.Resource[] {
    const { role, attachments } = managedRole(
      `${this.name}-node`,
      trustService('ec2.amazonaws.com'),
      NODE_POLICIES,
      this.place.apply(({ partition }) => partition),
      this.aws,
    );
    return Object.entries(this.settings.nodeGroups).map(
      ([group, args]) =>
        new NodeGroup(
          `${this.name}-${group}`,
          {
            cluster: { name: cluster.clusterName, version: cluster.version },
            clusterName: this.clusterName,
            group: args,
            roleArn: role.arn,
            subnetIds: network.privateSubnetIds,
            tags: this.tags,
            after: [...after, ...attachments],
            autoscaled: this.settings.nodeScaling === 'cluster-autoscaler',
          },
          this.nested,
        ),
    );
  }

  private createStorageClass(after: pulumi.Resource[]): void {
    new kubernetes.storage.v1.StorageClass(
      `${this.name}-storage`,
      {
        metadata: {
          name: 'testbed-gp3',
          labels: labels('testbed-gp3', 'storage'),
          annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
        },
        provisioner: 'ebs.csi.aws.com',
        parameters: { type: 'gp3', encrypted: 'true' },
        volumeBindingMode: 'WaitForFirstConsumer',
        reclaimPolicy: 'Delete',
        allowVolumeExpansion: true,
      },
      { parent: this, provider: this.provider, dependsOn: after },
    );
  }
}
