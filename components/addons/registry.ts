import * as pulumi from '@pulumi/pulumi';
import type { ImageName, KubeManifest, ManifestName } from '../../toolchain/types';
import type { AdapterRules, PrometheusService, VpaFlags } from '../autoscalers/types';
import type { Cluster } from '../cluster/types';
import { KedaChart } from './charts/keda';
import { PrometheusAdapterChart } from './charts/prometheusAdapter';
import { VpaChart } from './charts/vpa';
import { Keda } from './keda';
import { KubeMetricsAdapter } from './kubeMetricsAdapter';
import type { AddonName } from './names';
import { adapterApis, PrometheusAdapter } from './prometheusAdapter';
import { Vpa } from './vpa';

/** Add-ons that are there only as long as a variant requires them. metrics-server and Prometheus always are. */
export const optionalAddons = ['prometheus-adapter', 'kube-metrics-adapter', 'keda', 'vpa'] as const;
export type OptionalAddon = (typeof optionalAddons)[number];

/** What the add-ons are made with. */
export interface AddonContext {
  readonly cluster: Cluster;
  readonly prometheus: PrometheusService;
  /** Rules of prometheus-adapter. */
  readonly rules: AdapterRules;
  /** Flags of the VPA's programs. */
  readonly flags?: VpaFlags;
  /** Namespace of the workload. */
  readonly watch: pulumi.Input<string>;
}

type Identified = AddonContext & { readonly identity: pulumi.Output<string> };

export interface AddonKind {
  readonly requires: readonly AddonName[];
  /** Upstream's manifests that it is made from, if it is. */
  readonly manifests?: ManifestName;
  /** Images of its programs, where it does not come as a chart. */
  readonly images: readonly ImageName[];
  /** API groups that it serves through the API server; each can have one owner. */
  apis(rules: AdapterRules): readonly string[];
  create(
    name: string,
    context: Identified & { readonly manifests: readonly KubeManifest[] },
    options: pulumi.ComponentResourceOptions,
  ): pulumi.Resource;
  /** Makes it by its Helm chart, where the cluster can have charts. @default it has none, and is made as elsewhere */
  fromChart?(name: string, context: Identified, options: pulumi.ComponentResourceOptions): pulumi.Resource;
}

export const addons: Readonly<Record<OptionalAddon, AddonKind>> = {
  'prometheus-adapter': {
    requires: ['prometheus'],
    manifests: 'prometheus-adapter',
    images: ['prometheus-adapter'],
    apis: adapterApis,
    create: (name, { rules, ...context }, options) =>
      new PrometheusAdapter(name, { ...context, config: rules }, options),
    fromChart: (name, context, options) => new PrometheusAdapterChart(name, context, options),
  },
  'kube-metrics-adapter': {
    requires: ['prometheus'],
    // Its image is upstream's, wherever it runs.
    images: [],
    apis: () => ['external.metrics.k8s.io'],
    create: (name, context, options) => new KubeMetricsAdapter(name, context, options),
  },
  keda: {
    requires: ['metrics-server'],
    manifests: 'keda',
    images: ['keda-operator', 'keda-adapter'],
    apis: () => ['external.metrics.k8s.io'],
    create: (name, context, options) => new Keda(name, context, options),
    fromChart: (name, context, options) => new KedaChart(name, context, options),
  },
  vpa: {
    requires: ['metrics-server'],
    manifests: 'vpa',
    images: ['vpa-recommender', 'vpa-updater', 'vpa-admission-controller'],
    apis: () => [],
    create: (name, context, options) => new Vpa(name, context, options),
    fromChart: (name, context, options) => new VpaChart(name, context, options),
  },
};

/**
 * The optional ones of the add-ons that are asked for, in their order.
 * @throws when two of them would serve the same API
 */
export function chosenAddons(names: readonly AddonName[], rules: AdapterRules): OptionalAddon[] {
  const chosen = optionalAddons.filter((name) => names.includes(name));
  const owners = new Map<string, OptionalAddon>();
  for (const name of chosen) {
    for (const api of addons[name].apis(rules)) {
      const other = owners.get(api);
      if (other !== undefined)
        throw new Error(`${api} can have one owner, and both ${other} and ${name} would serve it.`);
      owners.set(api, name);
    }
  }
  return chosen;
}

/** The add-ons that are made without a chart. @param charts whether the cluster can have charts */
export function withoutChart(names: readonly OptionalAddon[], charts: boolean): OptionalAddon[] {
  return names.filter((name) => !charts || addons[name].fromChart === undefined);
}

/**
 * What an add-on is there as. It is made anew when it is to serve other APIs, or comes another way.
 * @param charts whether the cluster can have charts
 */
export function addonState(
  name: OptionalAddon,
  chosen: readonly OptionalAddon[],
  rules: AdapterRules,
  charts = false,
): string {
  if (!chosen.includes(name)) return 'absent';
  const byChart = withoutChart([name], charts).length === 0;
  return ['installed', ...addons[name].apis(rules), ...(byChart ? ['by chart'] : [])].join(' ');
}
