import { z } from 'zod';
import type { AddonName } from '../addons/names';
import { eksSettings } from './eks/settings';
import { existingSettings } from './existing/settings';
import { kindSettings } from './kind/settings';

/** The targets with the settings of each, which are the configuration's key of the target's name. */
export const targetSettings = {
  local: z.strictObject({}),
  kind: kindSettings,
  eks: eksSettings,
  existing: existingSettings,
} as const;

/** Targets whose nodes have the size that the key `nodes` says; those of the others have their own. */
export const sizedByNodes: readonly TargetName[] = ['local'];

export type TargetName = keyof typeof targetSettings;
export const targetNames = Object.keys(targetSettings) as TargetName[];

/** Add-ons whose images come from registries only: nothing of them is built, and the configuration cannot say where else they are. */
const neverBuilt: readonly AddonName[] = ['istio-ambient', 'kube-metrics-adapter', 'k6-operator', 'locust', 'argo-cd'];
/** The same on clusters that are not the testbed's own: Istio is built for the embedded cluster only, with an Envoy that is not Istio's. */
export const fromRegistries: readonly AddonName[] = ['istio', ...neverBuilt];

type Reasons = Readonly<Partial<Record<AddonName, string>>>;
const all = (names: readonly AddonName[], reason: string): Reasons =>
  Object.fromEntries(names.map((name) => [name, reason]));

const NO_NODES = 'the nodes of node pools are processes of this machine, which only the embedded cluster starts';

/**
 * Add-ons that a target cannot install, with the reason; all others it can. What the cluster of `existing` has is known only once it is
 * looked at, see existing/judge.ts.
 */
const cannotInstall: Readonly<Record<TargetName, Reasons>> = {
  local: all(
    neverBuilt,
    'its images come from registries, and the nodes of the embedded cluster have only what is built on this machine',
  ),
  kind: { karpenter: NO_NODES },
  eks: {
    karpenter:
      'Karpenter makes the nodes of EKS by eks.nodeScaling: karpenter, and what it may make is in eks.karpenter',
  },
  existing: { karpenter: NO_NODES },
};

/** Why a target cannot have an add-on; undefined if it can. */
export function whyNot(target: TargetName, addon: AddonName): string | undefined {
  return cannotInstall[target][addon];
}

/** Targets on which others may have installed software before. */
export const mayProvide: readonly TargetName[] = ['existing'];

/** The targets that can have all of these add-ons. */
export function targetsFor(needed: readonly AddonName[]): TargetName[] {
  return targetNames.filter((target) => needed.every((addon) => whyNot(target, addon) === undefined));
}

/** Whether Helm charts and the images in them can be downloaded: the cluster's own word, known before it is made. */
export function hasCharts(target: TargetConfig): boolean {
  switch (target.name) {
    case 'local':
      return false;
    case 'kind':
    case 'eks':
      return true;
    case 'existing':
      return target.settings.helm;
  }
}

/** The chosen target with its settings. */
export type TargetConfig = {
  [Name in TargetName]: { readonly name: Name; readonly settings: z.infer<(typeof targetSettings)[Name]> };
}[TargetName];
