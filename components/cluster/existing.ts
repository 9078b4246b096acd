import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { ExistingCluster } from '../../plugins/testbed/sdk';
import type { ImageName } from '../../toolchain/types';
import { findInstalled, type Found } from './existing/find';
import { judge, reference, type Judgement } from './existing/judge';
import { selectContext, type Access } from './existing/kubeconfig';
import { missingRights, neededRights, rightsText } from './existing/rights';
import type { ExistingSettings } from './existing/settings';
import { prefixedNames, type Names } from './names';
import type { Capabilities, Cluster, Needs } from './types';

export interface ExistingArgs {
  readonly settings: ExistingSettings;
  readonly needs: Needs;
}

interface Looked {
  readonly access: Access;
  readonly found: Found;
  readonly judgement: Judgement;
  readonly names: Names;
}

/**
 * A cluster that somebody else has made: any kubeconfig and context. What is installed in it is used and not changed, all that the testbed
 * makes has names of its own, and goes with the stack.
 */
export class Existing extends pulumi.ComponentResource implements Cluster {
  readonly provider: kubernetes.Provider;
  readonly kubeconfig: pulumi.Output<string>;
  readonly capabilities: Capabilities;
  readonly names: Names;
  readonly placement: Cluster['placement'];
  readonly ready: pulumi.Resource;
  private readonly settings: ExistingSettings;

  /** @throws with all reasons why the configuration cannot run in this cluster, before anything is created */
  static async create(name: string, args: ExistingArgs, options?: pulumi.ComponentResourceOptions): Promise<Existing> {
    const { settings, needs } = args;
    const access = selectContext(settings.kubeconfig, settings.context);
    const names = prefixedNames(settings.prefix ?? defaultPrefix(pulumi.getStack()));
    const found = await findInstalled(access.kubeconfig, names).catch((error: unknown) => {
      throw new pulumi.RunError(
        `cluster is "existing": context ${access.context} cannot be looked at: ${(error as Error).message}`,
      );
    });
    const judgement = judge(found, needs, settings);
    const missing = await missingRights(
      access.kubeconfig,
      neededRights(needs, judgement.provided, names, settings.helm),
    );
    const rights = rightsText(missing).map((line) => `this user has not the right to: ${line}.`);
    const problems = [...judgement.problems, ...rights];
    if (problems.length > 0) {
      throw new pulumi.RunError(
        [
          `cluster is "existing": this configuration cannot run in context ${access.context}; nothing was created.`,
          ...problems.map((problem) => `  - ${problem}`),
        ].join('\n'),
      );
    }
    for (const [software, where] of Object.entries(found.installed))
      void pulumi.log.info(`${software} is installed (${where}) and is used as it is`);
    return new Existing(name, settings, { access, found, judgement, names }, options);
  }

  private constructor(
    name: string,
    settings: ExistingSettings,
    { access, found, judgement, names }: Looked,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super('testbed:cluster:Existing', name, {}, options);
    this.settings = settings;
    this.names = names;
    const cluster = new ExistingCluster(
      `${name}-cluster`,
      {
        kubeconfig: pulumi.secret(access.kubeconfig),
        identity: found.identity,
        server: access.server,
        version: found.version,
      },
      { parent: this },
    );
    this.ready = cluster;
    this.kubeconfig = cluster.kubeconfig;
    this.provider = new kubernetes.Provider(`${name}-kubernetes`, { kubeconfig: this.kubeconfig }, { parent: this });
    this.capabilities = {
      localImages: false,
      helm: settings.helm,
      provided: judgement.provided,
      kubeletCertificates: settings.kubeletCertificates,
    };
    this.placement = settings.placement;
    this.registerOutputs({ kubeconfig: this.kubeconfig });
  }

  image(name: ImageName): pulumi.Output<string> {
    const found = reference(this.settings, name);
    if (found === undefined) {
      throw new Error(
        `The nodes cannot be given images from this machine: set existing.images.${name} to a reference.`,
      );
    }
    return pulumi.output(found);
  }
}

/** Of a stack's name, which may have capitals, "." and "_", a DNS label that leaves room for what follows. */
export function defaultPrefix(stack: string): string {
  const label = stack.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-');
  return `testbed-${label}`.slice(0, 40).replace(/-+$/, '');
}
