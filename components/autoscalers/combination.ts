import { z } from 'zod';
import { soonest } from './notice';
import type { Autoscaler, Variant, VpaFlags } from './types';

type Settings = Readonly<Record<string, unknown>>;

const NO_FLAGS: VpaFlags = { recommender: {}, updater: {}, admissionController: {} };

/** Several variants that act together, for example a VPA beside an HPA; its settings are theirs, by their names. */
export function combination(name: string, parts: readonly Variant[]): Variant<Settings> {
  /** What each part says for its own settings. */
  const each = <T>(settings: Settings, ask: (part: Variant, settings: unknown) => T): T[] =>
    parts.map((part) => ask(part, settings[part.name]));

  return {
    name,
    description: parts.map(({ description }) => description).join('; and '),
    settings: z.strictObject(Object.fromEntries(parts.map((part) => [part.name, part.settings.prefault({})]))),
    requires: (settings) => [...new Set(each(settings, (part, own) => part.requires(own)).flat())],
    claims: (settings) => each(settings, (part, own) => part.claims(own)).flat(),
    notes: (settings) =>
      each(settings, (part, own) => (part.notes?.(own) ?? []).map((note) => `${part.name}: ${note}`)).flat(),
    notice: (settings) => soonest(each(settings, (part, own) => part.notice(own))),
    adapterRules(settings) {
      const all = each(settings, (part, own) => part.adapterRules?.(own)).filter((rules) => rules !== undefined);
      return { rules: all.flatMap(({ rules }) => rules), externalRules: all.flatMap((rules) => rules.externalRules) };
    },
    vpaFlags: (settings) =>
      each(settings, (part, own) => part.vpaFlags?.(own)).find((flags) => flags !== undefined) ?? NO_FLAGS,
    replicas(settings) {
      const owns = (part: Variant) => part.claims(settings[part.name]).some(({ thing }) => thing === 'replicas');
      const owner = parts.find(owns) ?? parts.find((part) => 'replicas' in part);
      return owner?.replicas?.(settings[owner.name]);
    },
    create: (resource, args, options) =>
      Object.assign(
        {},
        ...parts.map((part) =>
          part.create(
            resource,
            // A "+" is in the combination's name, but may be in no object's.
            {
              ...args,
              settings: args.settings[part.name],
              identity: args.identity.apply((id) => id.replaceAll('+', '-')),
            },
            options,
          ),
        ),
      ) as Autoscaler,
  };
}
