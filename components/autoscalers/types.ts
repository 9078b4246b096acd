import type * as pulumi from '@pulumi/pulumi';
import type { z } from 'zod';
import type { AddonName } from '../addons/names';
import type { Cluster } from '../cluster/types';
import type { Workload } from '../workload/types';
import type { Claim } from './claims';

/** The Prometheus service of the cluster. */
export interface PrometheusService {
  readonly namespace: pulumi.Input<string>;
  readonly service: pulumi.Input<string>;
  readonly port: number;
}

export interface VariantArgs<Settings> {
  readonly cluster: Cluster;
  readonly workload: Workload;
  readonly settings: Settings;
  /** Names of the variant's objects derive from this, so that another variant deletes them before it is created. */
  readonly identity: pulumi.Output<string>;
  readonly prometheus: PrometheusService;
}

/** What a variant leaves for the experiment to watch; names are those of objects in the workload's namespace. */
export interface Autoscaler {
  /** Its HorizontalPodAutoscaler, if it has one. KEDA's is `keda-hpa-NAME`. */
  readonly hpa?: pulumi.Output<string>;
  /** Its ScaledObject (KEDA), if it has one. */
  readonly scaledObject?: pulumi.Output<string>;
  /** Its VerticalPodAutoscaler, if it has one. */
  readonly vpa?: pulumi.Output<string>;
  /** Replicas at no load; 0: the workload may rest at zero. @default 1 */
  readonly minReplicas?: number;
}

/** The configuration file of prometheus-adapter, in its own format (docs/config.md there). */
export interface AdapterRules {
  readonly rules: readonly object[];
  readonly externalRules: readonly object[];
}

/** Command-line flags of the VPA's programs, by their names without dashes; what is left out is upstream's default. */
export interface VpaFlags {
  readonly recommender: Readonly<Record<string, string>>;
  readonly updater: Readonly<Record<string, string>>;
  readonly admissionController: Readonly<Record<string, string>>;
}

/** Seconds from a step of the load to the first decision that can follow from it, before any pod starts. */
export interface Notice {
  readonly least: number;
  readonly mean: number;
  readonly worst: number;
}

/** One way to scale a workload. `Settings` come from the config key `settings.NAME`. */
export interface Variant<Settings = unknown> {
  readonly name: string;
  /** What it scales on, one sentence. */
  readonly description: string;
  readonly settings: z.ZodType<Settings>;
  /** Add-ons that it does not work without. */
  requires(settings: Settings): readonly AddonName[];
  /** What nothing else may own as long as this variant is there: the ground for conflicts. */
  claims(settings: Settings): readonly Claim[];
  /** Settings that have no effect, and what else the user should know before the run: one sentence each. */
  notes?(settings: Settings): readonly string[];
  /** Null: it does not look at the load at all. */
  notice(settings: Settings): Notice | null;
  /** Rules of prometheus-adapter that it needs. */
  adapterRules?(settings: Settings): AdapterRules;
  /** Flags that the VPA's programs need for these settings, feature gates among them. */
  vpaFlags?(settings: Settings): VpaFlags;
  /** Replicas of the Deployment where the variant sets them; undefined where an autoscaler does. */
  replicas?(settings: Settings): number | undefined;
  create(name: string, args: VariantArgs<Settings>, options: pulumi.ComponentResourceOptions): Autoscaler;
}
