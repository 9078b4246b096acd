import { z } from 'zod';
import { eksSettings } from './eks/settings';
import { existingSettings } from './existing/settings';
import { kindSettings } from './kind/settings';

/**
 * The targets with the settings of each, which are the configuration's key of the target's name. Every variant runs on each target.
 */
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

/** The chosen target with its settings. */
export type TargetConfig = {
  [Name in TargetName]: { readonly name: Name; readonly settings: z.infer<(typeof targetSettings)[Name]> };
}[TargetName];
