import { fixed } from './fixed';
import { hpaCpu } from './hpaCpu';
import type { Variant } from './types';

/** Every variant, by the name that the config key `autoscaler` takes. */
export const variants = {
  [fixed.name]: fixed as Variant,
  [hpaCpu.name]: hpaCpu as Variant,
} satisfies Record<string, Variant>;

export const variantNames: readonly string[] = Object.keys(variants);
