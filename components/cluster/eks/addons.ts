import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { managedRole } from './podIdentity';
import { trustPods } from './policies/trust';
import type { EksSettings } from './settings';

/** An add-on that EKS installs and keeps. */
export interface EksAddon {
  readonly name: keyof EksSettings['addonVersions'];
  /** A service account of it, with rights of AWS. */
  readonly identity?: { readonly serviceAccount: string; readonly policy: string };
  readonly configuration?: object;
}

/** Those that a node needs to become ready. */
export const beforeNodes: readonly EksAddon[] = [
  { name: 'eks-pod-identity-agent' },
  {
    name: 'vpc-cni',
    identity: { serviceAccount: 'aws-node', policy: 'AmazonEKS_CNI_Policy' },
    // Without it NetworkPolicies would be taken and have no effect.
    configuration: { enableNetworkPolicy: 'true' },
  },
  { name: 'kube-proxy' },
];

/** Those that need nodes to become ready. */
export const afterNodes: readonly EksAddon[] = [
  { name: 'coredns' },
  {
    name: 'aws-ebs-csi-driver',
    identity: { serviceAccount: 'ebs-csi-controller-sa', policy: 'service-role/AmazonEBSCSIDriverPolicy' },
  },
];

export interface AddonsArgs {
  readonly clusterName: pulumi.Input<string>;
  readonly partition: pulumi.Input<string>;
  readonly versions: EksSettings['addonVersions'];
}

export interface AddonOptions {
  readonly parent: pulumi.Resource;
  readonly provider: aws.Provider;
  readonly dependsOn?: readonly pulumi.Resource[];
}

export function createAddon(
  name: string,
  { name: addonName, identity, configuration }: EksAddon,
  { clusterName, partition, versions }: AddonsArgs,
  options: AddonOptions,
): aws.eks.Addon {
  const rights =
    identity &&
    managedRole(`${name}-${addonName}`, trustPods, [identity.policy], partition, {
      parent: options.parent,
      provider: options.provider,
    });
  return new aws.eks.Addon(
    `${name}-${addonName}`,
    {
      clusterName,
      addonName,
      addonVersion: versions[addonName],
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'OVERWRITE',
      ...(configuration && { configurationValues: JSON.stringify(configuration) }),
      podIdentityAssociations: identity &&
        rights && [{ serviceAccount: identity.serviceAccount, roleArn: rights.role.arn }],
    },
    { ...options, dependsOn: [...(options.dependsOn ?? []), ...(rights?.attachments ?? [])] },
  );
}
