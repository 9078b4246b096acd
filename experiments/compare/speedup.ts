import { elasticSpeedup } from '../slis/elasticity';
import type { SliComparison } from './analysis';

/** How many times as elastic as the baseline a variant is. */
export interface Speedup {
  readonly variant: string;
  readonly value: number | null;
  /** Why it is not defined. */
  readonly reason?: string;
}

const METRICS = ['underProvisioning', 'overProvisioning', 'underTimeshare', 'overTimeshare'] as const;

/**
 * SPEC RG's elastic speedup of each variant against the baseline, from the medians of the four metrics over the runs, all weighted alike. Empty where
 * none of them is known: without a demand.
 */
export function speedups(slis: readonly SliComparison[], baseline: string): Speedup[] {
  const medians = (variant: string) =>
    Object.fromEntries(
      METRICS.map((name) => [
        name,
        slis.find(({ sli }) => sli === name)?.summaries.find((one) => one.variant === variant)?.median,
      ]),
    ) as Readonly<Record<(typeof METRICS)[number], number | undefined>>;
  const variants = [...new Set(slis.flatMap(({ summaries }) => summaries.map(({ variant }) => variant)))];
  const base = medians(baseline);
  if (METRICS.every((name) => base[name] === undefined)) return [];
  return variants
    .filter((variant) => variant !== baseline)
    .map((variant) => {
      const own = medians(variant);
      const unknown = METRICS.filter((name) => own[name] === undefined || base[name] === undefined);
      if (unknown.length > 0) return { variant, value: null, reason: `${unknown.join(', ')} not known` };
      const zero = METRICS.filter((name) => own[name] === 0 || base[name] === 0);
      if (zero.length > 0) return { variant, value: null, reason: `${zero.join(', ')} of one of the two is 0` };
      return { variant, value: elasticSpeedup(own as Metrics, base as Metrics) };
    });
}

type Metrics = Readonly<Record<(typeof METRICS)[number], number>>;
