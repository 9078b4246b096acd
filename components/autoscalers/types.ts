import type * as pulumi from '@pulumi/pulumi';
import type { z } from 'zod';
import type { AddonName } from '../addons/names';
import type { Cluster } from '../cluster/types';
import type { Workload } from '../workload/types';

export interface VariantArgs<Settings> {
  readonly cluster: Cluster;
  readonly workload: Workload;
  readonly settings: Settings;
  /** Names of the variant's objects derive from this, so that another variant deletes them before it is created. */
  readonly identity: pulumi.Output<string>;
}

/** What a variant leaves for the experiment to watch. */
export interface Autoscaler {
  /** Name of its HorizontalPodAutoscaler, if it has one. */
  readonly hpa?: pulumi.Output<string>;
}

/** One way to scale a workload. `Settings` come from the config key `settings.NAME`. */
export interface Variant<Settings = unknown> {
  readonly name: string;
  /** What it scales on, one sentence. */
  readonly description: string;
  readonly settings: z.ZodType<Settings>;
  readonly requires: readonly AddonName[];
  readonly conflictsWith: readonly string[];
  /** Replicas of the Deployment where the variant sets them; an autoscaled Deployment omits them. */
  replicas?(settings: Settings): number;
  create(name: string, args: VariantArgs<Settings>, options: pulumi.ComponentResourceOptions): Autoscaler;
}
