import type { AdapterRules, VpaFlags } from './types';

/**
 * What of a variant is one for the cluster, where each of several services has an autoscaler with settings of its own: the rules of
 * prometheus-adapter and the flags of the VPA's programs.
 */

/** The rules that any of the settings need, each once. */
export function sharedRules(all: readonly (AdapterRules | undefined)[]): AdapterRules {
  const known = all.filter((rules) => rules !== undefined);
  return {
    rules: once(known.flatMap(({ rules }) => rules)),
    externalRules: once(known.flatMap(({ externalRules }) => externalRules)),
  };
}

/** Names of metrics for which there are several rules: prometheus-adapter serves one of them, and it is not said which. */
export function ambiguousMetrics({ rules, externalRules }: AdapterRules): string[] {
  return [rules, externalRules].flatMap((all) => {
    const names = all.map((rule) => (rule as { readonly name?: { readonly as?: string } }).name?.as ?? '');
    return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  });
}

type Flags = Readonly<Record<string, string>>;
const PROGRAMS = ['recommender', 'updater', 'admissionController'] as const;
/** Of it each setting may ask for gates of its own. */
const GATES = 'feature-gates';

/** The flags of the VPA's programs; undefined where none of the settings has any. */
export function sharedFlags(all: readonly (VpaFlags | undefined)[]): VpaFlags | undefined {
  const known = all.filter((flags) => flags !== undefined);
  if (known.length === 0) return undefined;
  const of = (program: (typeof PROGRAMS)[number]): Flags => {
    const flags = known.map((one) => one[program]);
    const gates = once(flags.flatMap((one) => one[GATES]?.split(',') ?? []));
    return { ...(Object.assign({}, ...flags) as Flags), ...(gates.length > 0 && { [GATES]: gates.join(',') }) };
  };
  return { recommender: of('recommender'), updater: of('updater'), admissionController: of('admissionController') };
}

/** Flags, as `PROGRAM.FLAG`, for which the settings have several values: a program has one. */
export function ambiguousFlags(all: readonly (VpaFlags | undefined)[]): string[] {
  const known = all.filter((flags) => flags !== undefined);
  return PROGRAMS.flatMap((program) => {
    const names = once(known.flatMap((flags) => Object.keys(flags[program])));
    return names
      .filter((name) => name !== GATES && new Set(known.map((flags) => flags[program][name])).size > 1)
      .map((name) => `${program}.${name}`);
  });
}

/** By what they say. */
const once = <T>(all: readonly T[]): T[] => [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
