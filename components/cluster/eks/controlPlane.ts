import * as aws from '@pulumi/aws';
import * as eks from '@pulumi/eks';
import * as pulumi from '@pulumi/pulumi';
import { managedRole } from './podIdentity';
import { trustService } from './policies/trust';
import type { EksSettings } from './settings';

export interface ControlPlaneArgs {
  /** Name of the cluster. */
  readonly clusterName: string;
  readonly settings: Pick<
    EksSettings,
    'kubernetesVersion' | 'publicAccessCidrs' | 'admins' | 'profile' | 'logRetentionDays'
  >;
  readonly vpcId: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<string>[];
  /** Encrypts secrets and logs. */
  readonly keyArn: pulumi.Input<string>;
  readonly logGroupName: string;
  readonly partition: pulumi.Input<string>;
  readonly provider: aws.Provider;
}

const LOG_TYPES = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** Whom the cluster takes for an administrator, in the form that the component wants: without outputs. */
const adminEntries = (admins: readonly string[]): NonNullable<eks.ClusterArgs['accessEntries']> =>
  Object.fromEntries(
    admins.map((principalArn, index) => [
      `admin-${index}`,
      {
        principalArn,
        accessPolicies: {
          admin: {
            // In the partition of the one who gets it.
            policyArn: `arn:${principalArn.split(':')[1] ?? 'aws'}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
            accessScope: { type: 'cluster' },
          },
        },
      },
    ]),
  );

/**
 * The cluster itself, made by `@pulumi/eks`. That component runs in a plug-in of its own, and tests and policy checks see only what goes
 * into it. So it makes the cluster and the access of its administrators, and nothing else: role, logs, key, network, add-ons and nodes are
 * resources of this program.
 */
export class ControlPlane extends pulumi.ComponentResource {
  readonly cluster: eks.Cluster;
  readonly clusterName: pulumi.Output<string>;
  readonly version: pulumi.Output<string>;
  /** Address of the API server, once it answers, if it is reached from here. */
  readonly endpoint: pulumi.Output<string>;
  /** Certificate authority, base64. */
  readonly certificate: pulumi.Output<string>;
  /** The security group that EKS makes, of the control plane and of all nodes. */
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: ControlPlaneArgs, options: pulumi.ComponentResourceOptions) {
    super('testbed:eks:ControlPlane', name, {}, { ...options, providers: { aws: args.provider } });
    const { settings, clusterName } = args;
    const child = { parent: this };
    const { role, attachments } = managedRole(
      name,
      trustService('eks.amazonaws.com'),
      ['AmazonEKSClusterPolicy'],
      args.partition,
      child,
    );
    // Made first, or EKS would make it: without encryption, and kept for ever.
    const logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { name: args.logGroupName, retentionInDays: settings.logRetentionDays, kmsKeyId: args.keyArn },
      { ...child, deleteBeforeReplace: true },
    );
    const isPublic = settings.publicAccessCidrs.length > 0;
    this.cluster = new eks.Cluster(
      name,
      {
        // Through what has to be there before the cluster and go after it: what the component makes depends on inputs, not on dependsOn.
        name: pulumi.all([logGroup.name, ...attachments.map(({ policyArn }) => policyArn)]).apply(() => clusterName),
        version: settings.kubernetesVersion,
        // No extended support: it costs six times as much.
        upgradePolicy: { supportType: 'STANDARD' },
        serviceRole: role,
        vpcId: args.vpcId,
        privateSubnetIds: args.subnetIds,
        endpointPrivateAccess: true,
        endpointPublicAccess: isPublic,
        ...(isPublic && { publicAccessCidrs: [...settings.publicAccessCidrs] }),
        authenticationMode: 'API',
        accessEntries: adminEntries(settings.admins),
        encryptionConfigKeyArn: args.keyArn,
        enabledClusterLogTypes: LOG_TYPES,
        // The one that EKS makes is enough.
        skipDefaultSecurityGroups: true,
        skipDefaultNodeGroup: true,
        createInstanceRole: false,
        // The add-ons are the program's, so that their versions and rights are: the component cannot give them Pod Identity.
        bootstrapSelfManagedAddons: false,
        useDefaultVpcCni: true,
        kubeProxyAddonOptions: { enabled: false },
        corednsAddonOptions: { enabled: false },
        // Rights of pods are by Pod Identity.
        createOidcProvider: false,
        ...(settings.profile !== undefined && { providerCredentialOpts: { profileName: settings.profile } }),
        // The other tags are the provider's.
        clusterTags: { Name: clusterName },
      },
      { parent: this, providers: { aws: args.provider } },
    );
    const { eksCluster } = this.cluster;
    this.clusterName = eksCluster.name;
    this.version = eksCluster.version;
    this.endpoint = this.cluster.core.endpoint;
    this.certificate = eksCluster.certificateAuthority.data;
    this.securityGroupId = this.cluster.clusterSecurityGroupId;
    this.registerOutputs({});
  }
}
