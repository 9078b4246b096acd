/** The settings of the variant for each service of a workload of several. */
import type { z } from 'zod';
import { isObject, type Written } from '../experiments/layers';
import { describe, problemsOf, understood, type Problem } from './problems';
import { merged, type ServicesConfig } from './services';

export interface Settings {
  /** The key `settings` as the user wrote it. */
  readonly written: unknown;
  /** Makes what was written ready for the schema, as it does with the key `settings`. */
  readonly prepared: (written: unknown) => unknown;
  readonly schema: z.ZodType<Written>;
  /** Those of the chosen variant, of all. */
  readonly ofVariant: (all: Written) => unknown;
}

/** The services with the variant's settings for each that has its own, by the same schema as the key `settings`; what is wrong is added to the problems. */
export function withSettings(
  config: ServicesConfig,
  { written, prepared, schema, ofVariant }: Settings,
  problems: Problem[],
): ServicesConfig {
  const base = isObject(written) ? written : {};
  const settings = Object.entries(config.services).flatMap(([name, { settings: own }]): [string, unknown][] => {
    if (own === undefined) return [];
    const variants = Object.fromEntries(Object.keys(own).map((variant) => [variant, {}]));
    const whole = prepared(merged({ ...variants, ...base }, own));
    const parsed = understood(schema, whole, { error: describe });
    if (parsed.success) return [[name, ofVariant(parsed.data)]];
    problems.push(...problemsOf(`workload.services.${name}.settings`, whole, parsed.error));
    return [];
  });
  return { ...config, settings: Object.fromEntries(settings) };
}

/** Every set of settings that an autoscaler of the testbed has; `base` is the variant's. */
export function settingsInUse(base: unknown, services: ServicesConfig | null): readonly unknown[] {
  if (services === null || services.autoscaled.length === 0) return [base];
  return [...new Set(services.autoscaled.map((name) => settingsFor(services, name, base)))];
}

/** What the variant's settings are for a service. */
export const settingsFor = (services: ServicesConfig, name: string, base: unknown): unknown =>
  name in services.settings ? services.settings[name] : base;
