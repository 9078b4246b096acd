/** What an SLI means: its unit, its formula in words, and where the formula comes from. */
export interface Definition {
  /** `currency` stands for that of the price list. */
  readonly unit: string;
  readonly description: string;
  readonly source?: string;
  /** Without it a run is invalid, whether an objective asks for it or not. */
  readonly core: boolean;
}

export type Definitions = Readonly<Record<string, Definition>>;

/** A value that is known, or why it is not. */
export type Value = number | { readonly reason: string; readonly atLeast?: number; readonly notApplicable?: true };

/** The values of all SLIs that are defined there. */
export type ValuesOf<T extends Definitions> = Readonly<Record<keyof T, Value>>;

/** Each SLI of a topic with the same reason. */
export const allUnknown = <T extends Definitions>(definitions: T, reason: string): ValuesOf<T> =>
  Object.fromEntries(Object.keys(definitions).map((name) => [name, { reason }])) as unknown as ValuesOf<T>;

/** The time in which replicas, pods and nodes are counted. */
export const OBSERVED = 'from the end of the warm-up to the end of the cool-down';
