import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { trustPods } from './policies/trust';

/** A controller in the cluster that has rights in AWS. */
export interface Controller {
  readonly namespace: string;
  readonly serviceAccount: string;
}

export interface PodIdentityArgs extends Controller {
  readonly clusterName: pulumi.Input<string>;
  /** The rights, as JSON. */
  readonly policy: pulumi.Input<string>;
}

/** Gives the pods of one service account, and no others, one role of their own. */
export class PodIdentity extends pulumi.ComponentResource {
  readonly association: aws.eks.PodIdentityAssociation;

  constructor(name: string, args: PodIdentityArgs, options: pulumi.ComponentResourceOptions) {
    super('testbed:eks:PodIdentity', name, {}, options);
    const role = new aws.iam.Role(name, { assumeRolePolicy: JSON.stringify(trustPods) }, { parent: this });
    const rights = new aws.iam.RolePolicy(name, { role: role.name, policy: args.policy }, { parent: this });
    this.association = new aws.eks.PodIdentityAssociation(
      name,
      {
        clusterName: args.clusterName,
        namespace: args.namespace,
        serviceAccount: args.serviceAccount,
        roleArn: role.arn,
      },
      { parent: this, dependsOn: rights },
    );
    this.registerOutputs({});
  }
}

/** A role with rights that AWS wrote, for pods or for a service. */
export function managedRole(
  name: string,
  trust: object,
  policies: readonly string[],
  partition: pulumi.Input<string>,
  options: pulumi.CustomResourceOptions,
): { role: aws.iam.Role; attachments: aws.iam.RolePolicyAttachment[] } {
  const role = new aws.iam.Role(name, { assumeRolePolicy: JSON.stringify(trust) }, options);
  const attachments = policies.map(
    (policy) =>
      new aws.iam.RolePolicyAttachment(
        `${name}-${policy.split('/').at(-1) ?? policy}`,
        { role: role.name, policyArn: pulumi.interpolate`arn:${partition}:iam::aws:policy/${policy}` },
        options,
      ),
  );
  return { role, attachments };
}
