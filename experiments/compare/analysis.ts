import type { Random } from '../shapes/arrivals';
import { DEFINITIONS, SLI_NAMES, type SliName } from '../slis/definitions';
import type { Result, Sli } from '../types';
import { DIRECTIONS } from './directions';
import { bootstrapInterval, type Interval } from './statistics/bootstrap';
import { holm } from './statistics/correction';
import { cliffsDelta, magnitude, type Magnitude } from './statistics/effectSize';
import { speedups, type Speedup } from './speedup';
import { iqr, median } from './statistics/quantile';
import { leastP, rankTest, type RankTest } from './statistics/rankTest';

/** A run of a comparison. */
export interface ComparedRun {
  readonly variant: string;
  readonly result: Pick<Result, 'id' | 'verdict' | 'slis'>;
}

/** An SLI over the runs of one variant, in the SLI's unit. */
export interface Summary {
  readonly variant: string;
  readonly values: readonly number[];
  /**
   * How many of the values are bounds, because it had not ended when watching ended: they are right-censored. Each counts as the greatest value
   * of all runs, so that it ranks as the worst. To leave them out would flatter the variant.
   */
  readonly censored: number;
  /** Valid runs in which it was not known. */
  readonly unknown: number;
  readonly median: number;
  /** The median is such a bound: it is at least this. */
  readonly medianIsBound: boolean;
  readonly iqr: number;
  /** Of the median. */
  readonly interval: Interval;
}

export type Finding = 'better' | 'worse' | 'different' | 'not distinguishable' | 'too few runs';

/** A variant against the baseline. */
export interface Contrast extends RankTest {
  readonly variant: string;
  /** Median less the baseline's median, in the SLI's unit. */
  readonly difference: number;
  readonly interval: Interval;
  /** Corrected for the number of variants. */
  readonly corrected: number;
  readonly delta: number;
  readonly magnitude: Magnitude;
  /** `different` where the SLI is neither good nor bad by itself. */
  readonly finding: Finding;
}

export interface SliComparison {
  readonly sli: SliName;
  readonly unit: string;
  readonly summaries: readonly Summary[];
  readonly contrasts: readonly Contrast[];
}

export interface Analysis {
  readonly baseline: string;
  /** Findings are made at this level. */
  readonly alpha: number;
  readonly slis: readonly SliComparison[];
  /** Elastic speedup against the baseline. @default an earlier analysis did not have it */
  readonly speedups?: readonly Speedup[];
  /** Runs that are in no number, because they are invalid. */
  readonly invalid: readonly { readonly variant: string; readonly id: string }[];
}

export interface AnalysisOptions {
  /** The variant that the others are compared with. */
  readonly baseline: string;
  readonly random: Random;
  /** @default 0.05 */
  readonly alpha?: number;
  /** Of the bootstrap. @default 10000 */
  readonly resamples?: number;
}

/** What the bootstrap is made with. */
type Resampling = Pick<AnalysisOptions, 'random' | 'resamples'>;

/**
 * Each SLI of each variant against the baseline's. The tests of one SLI are corrected together: how likely any of its findings is false is at
 * most alpha. Invalid runs are left out.
 * @throws where the baseline has no run
 */
export function analyse(
  runs: readonly ComparedRun[],
  { baseline, alpha = 0.05, ...resampling }: AnalysisOptions,
): Analysis {
  const variants = [...new Set(runs.map(({ variant }) => variant))];
  if (!variants.includes(baseline)) throw new Error(`There is no run of the baseline ${baseline}.`);
  const valid = runs.filter(({ result }) => result.verdict !== 'invalid');
  const ordered = [baseline, ...variants.filter((name) => name !== baseline)];
  const slis = SLI_NAMES.flatMap((sli) => {
    const summaries = ordered.flatMap((variant) => summary(variant, sli, valid, resampling));
    return summaries.length === 0
      ? []
      : [
          {
            sli,
            unit: unitOf(sli, valid),
            summaries,
            contrasts: contrastsOf(sli, summaries, baseline, alpha, resampling),
          },
        ];
  });
  return {
    baseline,
    alpha,
    slis,
    speedups: speedups(slis, baseline),
    invalid: runs.filter((run) => !valid.includes(run)).map(({ variant, result }) => ({ variant, id: result.id })),
  };
}

function summary(variant: string, sli: SliName, runs: readonly ComparedRun[], resampling: Resampling): Summary[] {
  const own = runs.filter((run) => run.variant === variant);
  const known = own.flatMap(({ result }) => result.slis[sli]?.value ?? []);
  const censored = DIRECTIONS[sli] === 'lower' ? own.filter(({ result }) => isBound(result.slis[sli])).length : 0;
  const values = [...known, ...new Array<number>(censored).fill(greatest(sli, runs))];
  if (values.length === 0) return [];
  return [
    {
      variant,
      values,
      censored,
      unknown: own.length - values.length,
      median: median(values),
      medianIsBound: Math.ceil((values.length - 1) / 2) >= known.length,
      iqr: iqr(values),
      interval: bootstrapInterval([values], median, resampling),
    },
  ];
}

const isBound = (sli: Sli | undefined): boolean => sli?.value === null && sli.atLeast !== undefined;

/** A cost is in the currency of the runs' price list. */
function unitOf(sli: SliName, runs: readonly ComparedRun[]): string {
  const { unit } = DEFINITIONS[sli];
  return unit === 'currency' ? (runs.flatMap(({ result }) => result.slis[sli]?.unit ?? [])[0] ?? '') : unit;
}

/** The greatest value, or bound of one, in any run. */
const greatest = (sli: SliName, runs: readonly ComparedRun[]): number =>
  Math.max(...runs.flatMap(({ result }) => result.slis[sli]?.value ?? result.slis[sli]?.atLeast ?? []));

const medianDifference = (a: readonly number[], b: readonly number[]): number => median(a) - median(b);

function contrastsOf(
  sli: SliName,
  summaries: readonly Summary[],
  baseline: string,
  alpha: number,
  resampling: Resampling,
): Contrast[] {
  const base = summaries.find(({ variant }) => variant === baseline);
  if (base === undefined) return [];
  const others = summaries.filter((one) => one !== base);
  const tests = others.map(({ values }) => rankTest(values, base.values));
  const ps = tests.map(({ p }) => p);
  const corrected = holm(ps);
  return others.map(({ variant, values }, i) => {
    const delta = cliffsDelta(values, base.values);
    // Not even runs that lie all on one side would do.
    const tooFew = holm(ps.with(i, leastP(values.length, base.values.length)))[i]! > alpha;
    const contrast = {
      ...tests[i]!,
      variant,
      difference: medianDifference(values, base.values),
      interval: bootstrapInterval([values, base.values], medianDifference, resampling),
      corrected: corrected[i]!,
      delta,
      magnitude: magnitude(delta),
    };
    return { ...contrast, finding: finding(sli, delta, tooFew, contrast.corrected <= alpha) };
  });
}

function finding(sli: SliName, delta: number, tooFew: boolean, significant: boolean): Finding {
  if (!significant) return tooFew ? 'too few runs' : 'not distinguishable';
  const direction = DIRECTIONS[sli];
  if (direction === undefined) return 'different';
  return delta < 0 === (direction === 'lower') ? 'better' : 'worse';
}

/** How many runs of each variant there have to be, so that a comparison of so many variants with a baseline can find anything. */
export function leastRepeats(variants: number, alpha = 0.05): number {
  let repeats = 2;
  while (leastP(repeats, repeats) * (variants - 1) > alpha) repeats++;
  return repeats;
}
