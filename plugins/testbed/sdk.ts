import * as pulumi from '@pulumi/pulumi';
import type { NodeSpec } from '../../embedded/types';
import type { ExperimentSpec, Reaction, Sli, Target, Verdict } from '../../experiments/types';
import type { ImageName } from '../../toolchain/types';

export interface LocalClusterArgs {
  /** Name of the cluster on this machine, one a stack. A change replaces the cluster. */
  readonly name: pulumi.Input<string>;
  /** The nodes; a change is made on the running cluster. */
  readonly nodes: pulumi.Input<readonly NodeSpec[]>;
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

export interface ImageArgs {
  /** Name of the cluster that gets the image on all its nodes. */
  readonly cluster: pulumi.Input<string>;
  /** What kind of cluster that is. @default embedded */
  readonly on?: 'embedded' | 'kind';
  /** What is built; this or `archive`. */
  readonly image?: ImageName;
  /** Path of an image that is there as one tar, an OCI layout or of `docker save`. */
  readonly archive?: string;
}

/** An image of this machine, built or from an archive, imported into the nodes of a cluster. */
export class Image extends pulumi.CustomResource {
  /** Content-addressed reference: other sources, another reference. */
  declare readonly ref: pulumi.Output<string>;

  constructor(name: string, { on = 'embedded', ...args }: ImageArgs, options?: pulumi.CustomResourceOptions) {
    super(`testbed:index:${on === 'kind' ? 'KindImage' : 'Image'}`, name, { ...args, ref: undefined }, options);
  }
}

export interface VariantArgs {
  /** Name of the autoscaler variant. */
  readonly variant: string;
}

/**
 * The identity of the chosen autoscaler variant. Another variant replaces it, deleted first, and whatever takes its name from
 * `id` goes with it: so the old variant's objects are gone before the new one is measured. (Pulumi deletes what is no longer in the
 * program only at the end of an update, after the experiment.)
 */
export class Variant extends pulumi.CustomResource {
  constructor(name: string, args: VariantArgs, options?: pulumi.CustomResourceOptions) {
    super('testbed:index:Variant', name, { ...args }, pulumi.mergeOptions(options, { deleteBeforeReplace: true }));
  }
}

export interface AddonArgs {
  /** Whether it is there, and as what: for example `absent`, `installed`. */
  readonly state: string;
}

/**
 * The identity of an add-on that comes and goes. It is always in the program, so that with another state it is replaced, deleted
 * first, and all objects of the add-on with it: two add-ons that would own the same API are never there together.
 */
export class Addon extends pulumi.CustomResource {
  constructor(name: string, args: AddonArgs, options?: pulumi.CustomResourceOptions) {
    super('testbed:index:Addon', name, { ...args }, pulumi.mergeOptions(options, { deleteBeforeReplace: true }));
  }
}

export interface CertificateArgs {
  readonly commonName: string;
  /** Host names that it is valid for. */
  readonly dnsNames: readonly string[];
}

/** A key and a certificate for server and client, signed by an authority that signs nothing else. Valid for ten years. */
export class Certificate extends pulumi.CustomResource {
  /** Certificate of the authority, PEM. */
  declare readonly authority: pulumi.Output<string>;
  /** Certificate, PEM. */
  declare readonly certificate: pulumi.Output<string>;
  /** Private key, PKCS #8 PEM, a secret. */
  declare readonly key: pulumi.Output<string>;

  constructor(name: string, args: CertificateArgs, options?: pulumi.CustomResourceOptions) {
    super(
      'testbed:index:Certificate',
      name,
      { ...args, authority: undefined, certificate: undefined, key: undefined },
      pulumi.mergeOptions(options, { additionalSecretOutputs: ['key'] }),
    );
  }
}

export interface RemovalArgs {
  readonly kubeconfig: pulumi.Input<string>;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: pulumi.Input<string>;
  /** The object that is to go. It comes from the object's resource, so that this is deleted before that. */
  readonly name: pulumi.Input<string>;
  /** The Deployment that the object scales; at zero replicas, it gets one. */
  readonly deployment: pulumi.Input<string>;
  /** How long the controller of the object's finalizers has, seconds. */
  readonly graceSeconds: number;
}

/**
 * Sees to it that an object with finalizers goes when it is to go, with all that it owns and also when the controller that set the
 * finalizers is dead, and that the Deployment it scaled to zero serves again.
 */
export class Removal extends pulumi.CustomResource {
  constructor(name: string, args: RemovalArgs, options?: pulumi.CustomResourceOptions) {
    super('testbed:index:Removal', name, { ...args }, pulumi.mergeOptions(options, { deleteBeforeReplace: true }));
  }
}

export interface ExperimentArgs {
  /** Name of the stack, for the results folder. */
  readonly stack: string;
  readonly spec: ExperimentSpec;
  readonly target: Inputs<Target>;
  /** The experiment runs again when one of these changes, or its spec or target. */
  readonly triggers: pulumi.Input<Record<string, pulumi.Input<unknown>>>;
}
/** The same shape, where each plain value may be an output. */
type Inputs<T> = unknown extends T
  ? T
  : T extends string | number | boolean | null | undefined
    ? pulumi.Input<T>
    : { [K in keyof T]: Inputs<T[K]> };

/** One run of the experiment. It runs at creation and whenever its spec, target or triggers change. */
export class Experiment extends pulumi.CustomResource {
  declare readonly slis: pulumi.Output<Record<string, Sli>>;
  declare readonly verdict: pulumi.Output<Verdict>;
  declare readonly reasons: pulumi.Output<string[]>;
  declare readonly warnings: pulumi.Output<string[]>;
  declare readonly reactions: pulumi.Output<Reaction[]>;
  declare readonly slos: pulumi.Output<
    { sli: string; min?: number; max?: number; value: number | null; pass: boolean | null }[]
  >;
  /** Folder of the results, below the project. */
  declare readonly directory: pulumi.Output<string>;

  constructor(name: string, args: ExperimentArgs, options?: pulumi.CustomResourceOptions) {
    super(
      'testbed:index:Experiment',
      name,
      {
        ...args,
        slis: undefined,
        verdict: undefined,
        reasons: undefined,
        warnings: undefined,
        reactions: undefined,
        slos: undefined,
        directory: undefined,
      },
      options,
    );
  }
}
