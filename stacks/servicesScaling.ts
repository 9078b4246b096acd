/** What follows from a variant that scales each of several services, with settings of its own where it has some. */
import { namesIn } from '../components/autoscalers/registry';
import { restsAtZero, type KedaSettings } from '../components/autoscalers/kedaSettings';
import { ambiguousFlags, ambiguousMetrics, sharedFlags, sharedRules } from '../components/autoscalers/shared';
import type { AdapterRules, Variant, VpaFlags } from '../components/autoscalers/types';
import type { AddonName } from '../components/addons/names';
import { calleesOf } from '../components/workload/graph';
import { isObject, type Written } from '../experiments/layers';
import type { Problem } from './problems';
import type { ServicesConfig } from './services';
import type { ReplicasBy } from './servicesRules';
import { settingsFor, settingsInUse } from './servicesSettings';

/** Add-ons that the variant requires for any of the settings. */
export const requiredBy = (variant: Variant, inUse: readonly unknown[]): AddonName[] => [
  ...new Set(inUse.flatMap((settings) => variant.requires(settings))),
];

/** Rules of prometheus-adapter for all of the settings. */
export const rulesBy = (variant: Variant, inUse: readonly unknown[]): AdapterRules =>
  sharedRules(inUse.map((settings) => variant.adapterRules?.(settings)));

/** Flags of the VPA's programs for all of the settings. */
export const flagsBy = (variant: Variant, inUse: readonly unknown[]): VpaFlags | undefined =>
  sharedFlags(inUse.map((settings) => variant.vpaFlags?.(settings)));

/** By service what the variant sets. */
export const replicasBy =
  (variant: Variant, services: ServicesConfig, base: unknown): ReplicasBy =>
  (name) =>
    variant.replicas?.(settingsFor(services, name, base));

/** What the user should know before the run, of the variant's settings and of those of services. */
export function notesOf(variant: Variant, base: unknown, services: ServicesConfig | null): string[] {
  const inUse = settingsInUse(base, services);
  const general = inUse.includes(base) ? (variant.notes?.(base) ?? []) : [];
  if (services === null) return [...general];
  const own = Object.entries(services.settings).flatMap(([name, settings]) => {
    if (!services.autoscaled.includes(name))
      return [`workload.services.${name}.settings: no effect, because workload.autoscale leaves ${name} out.`];
    const notes = variant.notes?.(settings) ?? [];
    return notes.filter((note) => !general.includes(note)).map((note) => `${name}: ${note}`);
  });
  return [...general, ...own];
}

/** Why a variant, with these settings, cannot scale each of the services. */
export function scalingProblems(services: ServicesConfig, variant: Variant, base: unknown): Problem[] {
  const { autoscaled } = services;
  if (autoscaled.length === 0)
    return variant.name === 'fixed'
      ? []
      : [{ path: 'workload.autoscale', value: [], allowed: 'a service to scale, or the variant "fixed"' }];
  const each = autoscaled.map((name): Scaled => ({
    name,
    parts: partsOf(variant, settingsFor(services, name, base)),
  }));
  const inUse = settingsInUse(base, services);
  const reasons = [...unable(variant), ...oneForAll(each), ...atZero(services, each), ...ambiguous(variant, inUse)];
  return reasons.map((allowed) => ({ path: 'autoscaler', value: variant.name, allowed }));
}

/** A service, and the settings of each variant that scales it. */
interface Scaled {
  readonly name: string;
  readonly parts: Readonly<Record<string, Written>>;
}

function partsOf({ name }: Variant, settings: unknown): Scaled['parts'] {
  const names = namesIn(name);
  const of = (one: string): Written => {
    const found = names.length > 1 && isObject(settings) ? settings[one] : settings;
    return isObject(found) ? found : {};
  };
  return Object.fromEntries(names.map((one) => [one, of(one)]));
}

function unable({ name }: Variant): string[] {
  return namesIn(name).includes('hpa-istio-annotations')
    ? [
        'with several services: kube-metrics-adapter keeps external metrics by their name and labels, which are the same in the ' +
          'HorizontalPodAutoscalers of all services; hpa-istio has a value for each pod',
      ]
    : [];
}

/** An external metric is the sum over the namespace, unless its selector says of which service. */
function oneForAll(each: readonly Scaled[]): string[] {
  // A service may have several metrics with its selector.
  const selectors = each.flatMap(({ parts }) => [...new Set(externalSelectors(parts))]);
  if (!selectors.includes(NONE) && new Set(selectors).size === selectors.length) return [];
  return [
    'its external metric is the sum over the namespace, so that each service would be scaled by the load of all: hpa-requests has a value ' +
      'for each pod. Or give each service a selector of its own, for example workload.services.cart.settings.hpa-external.selector { app: "cart" }',
  ];
}

const NONE = JSON.stringify(null);

function externalSelectors(parts: Scaled['parts']): string[] {
  const single = parts['hpa-external'] === undefined ? [] : [parts['hpa-external']];
  const multi = (parts['hpa-multi']?.['metrics'] ?? []) as readonly Written[];
  return [...single, ...multi.filter(({ type }) => type === 'external')].map(({ selector }) =>
    JSON.stringify(selector ?? null),
  );
}

/** Nothing holds back the calls to a service that has no pod. */
function atZero({ services }: ServicesConfig, each: readonly Scaled[]): string[] {
  const called = new Set(Object.values(services).flatMap(calleesOf));
  const resting = each.filter(
    ({ name, parts }) =>
      called.has(name) &&
      Object.values(parts).some((part) => 'minReplicaCount' in part && restsAtZero(part as unknown as KedaSettings)),
  );
  if (resting.length === 0) return [];
  const names = resting.map(({ name }) => name).join(', ');
  return [
    `it lets ${names} rest at zero replicas, and other services call ${resting.length === 1 ? 'it' : 'them'}: those calls would fail until a pod ` +
      'is ready, because nothing holds them back. Set minReplicaCount to 1 (in workload.services.NAME.settings for one of them), or let ' +
      'workload.autoscale have only services that none calls',
  ];
}

function ambiguous(variant: Variant, inUse: readonly unknown[]): string[] {
  const metrics = ambiguousMetrics(rulesBy(variant, inUse));
  const flags = ambiguousFlags(inUse.map((settings) => variant.vpaFlags?.(settings)));
  return [
    ...metrics.map(
      (metric) =>
        `the settings of services make different rules for prometheus-adapter's metric ${metric}, which is one for all of them: leave window, ` +
        'query and the like as they are in the key settings, or where the variant has the setting "metric" give it another name',
    ),
    ...flags.map(
      (flag) =>
        `the VPA's programs are there once for all services, and those differ in ${flag}: set it in the key settings`,
    ),
  ];
}
