/** What makes a run invalid, and what is worth knowing but does not. Both are sentences. */
export interface Validity {
  readonly wrong: readonly string[];
  readonly warnings: readonly string[];
}

/** What one look at a run found. */
export type Finding = Partial<Validity>;
