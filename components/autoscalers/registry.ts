import { targetsFor, type TargetName } from '../cluster/settings';
import { combination } from './combination';
import { fixed } from './fixed';
import { hpaCpu } from './hpaCpu';
import { hpaExternal } from './hpaExternal';
import { hpaIstio } from './hpaIstio';
import { hpaIstioAnnotations } from './hpaIstioAnnotations';
import { hpaMemory } from './hpaMemory';
import { hpaMulti } from './hpaMulti';
import { hpaRequests } from './hpaRequests';
import { kedaCpu } from './kedaCpu';
import { kedaCron } from './kedaCron';
import { kedaIstio } from './kedaIstio';
import { kedaPrometheus } from './kedaPrometheus';
import { kedaZero } from './kedaZero';
import type { Variant } from './types';
import { vpa } from './vpa';

/** Every variant, by its name. */
export const variants: Readonly<Record<string, Variant>> = Object.fromEntries(
  [
    fixed,
    hpaCpu,
    hpaMemory,
    hpaRequests,
    hpaExternal,
    hpaMulti,
    hpaIstio,
    hpaIstioAnnotations,
    kedaPrometheus,
    kedaIstio,
    kedaCron,
    kedaCpu,
    kedaZero,
    vpa,
  ].map((variant) => [variant.name, variant as Variant]),
);

export const variantNames: readonly string[] = Object.keys(variants);

/** The variants that a target can run, with default settings. */
export const variantsOn = (target: TargetName): string[] =>
  Object.values(variants)
    .filter((variant) => targetsFor(variant.requires(variant.settings.parse({}))).includes(target))
    .map(({ name }) => name);

/** The names in a value of the config key `autoscaler`: one variant, or several that act together (`vpa+hpa-requests`). */
export const namesIn = (autoscaler: string): string[] => autoscaler.split('+');

/** The variant, or combination of variants, that the config key `autoscaler` names; undefined where one is not known. */
export function findVariant(autoscaler: string): Variant | undefined {
  const parts = namesIn(autoscaler).map((name) => (Object.hasOwn(variants, name) ? variants[name] : undefined));
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length || new Set(known).size < known.length) return undefined;
  const [only, ...others] = known;
  return others.length === 0 ? only : combination(autoscaler, known);
}
