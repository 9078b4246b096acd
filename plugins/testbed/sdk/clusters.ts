import * as pulumi from '@pulumi/pulumi';
import type { AgentSpec } from '../../../embedded/agent/settings';
import type { NodeSpec } from '../../../embedded/types';

export interface LocalClusterArgs {
  /** Name of the cluster on this machine, one a stack. A change replaces the cluster. */
  readonly name: pulumi.Input<string>;
  /** The nodes; a change is made on the running cluster. */
  readonly nodes: pulumi.Input<readonly NodeSpec[]>;
  /** Has nodes come and go with the Node objects of a node autoscaler; a change is made on the running cluster. @default no node agent */
  readonly agent?: pulumi.Input<AgentSpec>;
}

/** The embedded cluster: real Kubernetes as local processes. */
export class LocalCluster extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  /** Admin kubeconfig, a secret. */
  declare readonly kubeconfig: pulumi.Output<string>;
  /** Address of the API server. */
  declare readonly endpoint: pulumi.Output<string>;
  /** Address of each node, by its name. */
  declare readonly addresses: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: LocalClusterArgs, options?: pulumi.CustomResourceOptions) {
    super(
      'testbed:index:LocalCluster',
      name,
      { ...args, kubeconfig: undefined, endpoint: undefined, addresses: undefined },
      pulumi.mergeOptions(options, { additionalSecretOutputs: ['kubeconfig'] }),
    );
  }
}

export interface KindClusterArgs {
  /** Name of the cluster on this machine, one a stack. A change replaces the cluster. */
  readonly name: pulumi.Input<string>;
  /** kind's own configuration (kind.x-k8s.io/v1alpha4). A change replaces the cluster. */
  readonly config: object;
}

/** A cluster of kind: its nodes are Docker containers. */
export class KindCluster extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  /** Admin kubeconfig, a secret. */
  declare readonly kubeconfig: pulumi.Output<string>;

  constructor(name: string, args: KindClusterArgs, options?: pulumi.CustomResourceOptions) {
    super(
      'testbed:index:KindCluster',
      name,
      { ...args, kubeconfig: undefined },
      pulumi.mergeOptions(options, { additionalSecretOutputs: ['kubeconfig'], deleteBeforeReplace: true }),
    );
  }
}

export interface ExistingClusterArgs {
  /** The kubeconfig with the one context that is used, a secret. */
  readonly kubeconfig: pulumi.Input<string>;
  /** What tells this cluster from any other: the uid of its namespace kube-system. */
  readonly identity: string;
  /** Address of its API server, for people. */
  readonly server: string;
  /** Its version of Kubernetes, for people. */
  readonly version: string;
}

/** A cluster that the testbed has not made, and does not change. It sees to it that a stack stays in its cluster. */
export class ExistingCluster extends pulumi.CustomResource {
  declare readonly kubeconfig: pulumi.Output<string>;

  constructor(name: string, args: ExistingClusterArgs, options?: pulumi.CustomResourceOptions) {
    super(
      'testbed:index:ExistingCluster',
      name,
      { ...args },
      pulumi.mergeOptions(options, { additionalSecretOutputs: ['kubeconfig'] }),
    );
  }
}
