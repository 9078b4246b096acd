import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { AddonName } from '../../components/addons/names';
import { conflicts } from '../../components/autoscalers/claims';
import { findVariant, namesIn, variantNames } from '../../components/autoscalers/registry';
import type { Notice, Variant } from '../../components/autoscalers/types';
import { targetsFor } from '../../components/cluster/settings';
import { parseConfig } from '../../stacks/schema';
import { projectDir } from '../../toolchain/paths';
import { columns } from '../columns';
import { Exit } from '../errors';

export interface VariantsOptions {
  readonly stack: string;
  readonly json: boolean;
}

/** What is to be known of a variant before it is chosen, for the settings that it would have. */
export interface VariantInfo {
  readonly name: string;
  /** What it scales on. */
  readonly scalesOn: string;
  readonly requires: readonly AddonName[];
  /** Variants that it cannot be combined with, and why. */
  readonly conflictsWith: readonly { readonly name: string; readonly reasons: readonly string[] }[];
  /** Seconds until it can notice a step of the load; null: it does not look at the load. */
  readonly notice: Notice | null;
  readonly clusters: readonly string[];
  /** Settings that have no effect, and the like. */
  readonly notes: readonly string[];
  readonly settings: unknown;
  /** JSON Schema of the settings. */
  readonly schema: unknown;
}

/** Settings of the variants, by their names, as a user writes them. */
type Settings = unknown;

/**
 * Every variant, and the combinations that are asked for, with the settings that the stack has for them.
 * @throws ConfigError where settings are wrong
 */
export function listVariants(settings: Settings, combinations: readonly string[] = []): VariantInfo[] {
  const entry = (name: string) => ({ variant: known(name), settings: settingsOf(name, settings) });
  const single = variantNames.map(entry);
  const all = [...single, ...combinations.filter((name) => namesIn(name).length > 1).map(entry)];
  return all.map(({ variant, settings: own }) => ({
    name: variant.name,
    scalesOn: variant.description,
    requires: variant.requires(own),
    conflictsWith: single
      .filter((other) => !namesIn(variant.name).includes(other.variant.name))
      .map((other) => ({
        name: other.variant.name,
        reasons: conflicts([...variant.claims(own), ...other.variant.claims(other.settings)]),
      }))
      .filter(({ reasons }) => reasons.length > 0),
    notice: variant.notice(own),
    clusters: targetsFor(variant.requires(own)),
    notes: variant.notes?.(own) ?? [],
    settings: own,
    schema: z.toJSONSchema(variant.settings, { io: 'input' }),
  }));
}

function known(name: string): Variant {
  const variant = findVariant(name);
  if (variant === undefined) throw new Exit(2, `There is no variant ${name}. There are: ${variantNames.join(', ')}.`);
  return variant;
}

/** Checked on a cluster that the variant runs on: a stack of another one may ask as well. */
function settingsOf(name: string, settings: Settings): unknown {
  const variant = known(name);
  const [cluster] = targetsFor(variant.requires(variant.settings.parse({})));
  return parseConfig({ cluster, autoscaler: name, settings, experiment: { preset: 'none' } }).autoscaler.settings;
}

/** The variants as columns of text. */
export function variantsTable(variants: readonly VariantInfo[]): string {
  const head = ['variant', 'notices a step after', 'requires', 'conflicts with', 'runs on', 'scales on'];
  const rows = variants.map((variant) => [
    variant.name,
    noticeText(variant.notice),
    variant.requires.join(', ') || '-',
    conflictsText(variant),
    variant.clusters.join(', '),
    variant.scalesOn,
  ]);
  return columns([head, ...rows]);
}

function noticeText(notice: Notice | null): string {
  if (notice === null) return 'never';
  const { least, mean, worst } = notice;
  return `${[least, mean, worst].map((value) => Number(value.toFixed(1))).join(' / ')} s`;
}

/** All names, or where most are in it those that are not. */
function conflictsText({ name, conflictsWith }: VariantInfo): string {
  const names = conflictsWith.map((conflict) => conflict.name);
  const free = variantNames.filter((other) => !namesIn(name).includes(other) && !names.includes(other));
  if (names.length === 0) return '-';
  if (free.length === 0) return 'all others';
  return names.length > variantNames.length / 2 ? `all but ${free.join(', ')}` : names.join(', ');
}

/** Prints every variant, and combinations of them, with the settings of a stack. */
export function printVariants(combinations: readonly string[], { stack, json }: VariantsOptions): void {
  let infos: VariantInfo[];
  try {
    infos = listVariants(stackSettings(projectDir, stack), combinations);
  } catch (error) {
    const { name, message } = error as Error;
    throw name === 'ConfigError' ? new Exit(2, message) : error;
  }
  console.log(
    json
      ? JSON.stringify(infos, null, 2)
      : `${variantsTable(infos)}

"Notices" is least / mean / worst, before any pod starts, with the settings of the stack ${stack}; how it is computed: docs/variants.md.
To choose one: npm run up -- --config autoscaler=NAME, or several that do not conflict: NAME+NAME.`,
  );
}

/** `settings` of a stack's file; none where it has none. */
export function stackSettings(folder: string, stack: string): Settings {
  let text: string;
  try {
    text = readFileSync(join(folder, `Pulumi.${stack}.yaml`), 'utf8');
  } catch {
    return {};
  }
  const { config } = (parse(text) ?? {}) as { config?: Record<string, unknown> };
  return config?.['autoscaling-testbed:settings'] ?? {};
}
