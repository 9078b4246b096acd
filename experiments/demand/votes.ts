export type Verdict = 'pass' | 'fail';

interface Count {
  pass: number;
  fail: number;
}

/**
 * What single measurements said of each rate. A rate is kept if the majority of its measurements kept it; for one objective that is the median of the
 * repeats, by which Theodolite can decide as well (`repetitionAggregation: median`, its "Creating a Benchmark"). So the capacity is the rate that
 * is kept as often as not, however many repeats there are; were all of them to pass, it would be smaller the more there are.
 */
export class Votes {
  private readonly counts = new Map<number, Count>();

  add(rate: number, verdict: Verdict): void {
    const count = this.counts.get(rate) ?? { pass: 0, fail: 0 };
    count[verdict]++;
    this.counts.set(rate, count);
  }

  /** Whether further measurements, up to `repeats` of the rate, could change nothing. */
  decided(rate: number, repeats: number): boolean {
    const { pass, fail } = this.counts.get(rate) ?? { pass: 0, fail: 0 };
    return Math.max(pass, fail) > repeats / 2 || pass + fail >= repeats;
  }

  /**
   * The interval in which the capacity lies by what is known: the lowest rate that is missed, and the highest below it that is kept.
   * As many against as for a rate is missed.
   */
  bracket(): { readonly kept: number | undefined; readonly missed: number | undefined } {
    const rates = [...this.counts].sort(([a], [b]) => a - b);
    const missed = rates.find(([, { pass, fail }]) => fail >= pass)?.[0];
    const kept = rates.findLast(([rate, { pass, fail }]) => pass > fail && rate < (missed ?? Infinity))?.[0];
    return { kept, missed };
  }

  /** The highest rate that was measured. */
  highest(): number {
    return Math.max(...this.counts.keys());
  }

  /** Up to `low` every single measurement kept the objectives, from `high` on every one missed them. */
  interval(): { readonly low: number; readonly high: number | null } {
    const rates = [...this.counts].sort(([a], [b]) => a - b);
    const firstFail = rates.findIndex(([, { fail }]) => fail > 0);
    const lastPass = rates.findLastIndex(([, { pass }]) => pass > 0);
    const low = rates[(firstFail < 0 ? rates.length : firstFail) - 1]?.[0] ?? 0;
    return { low, high: rates[lastPass + 1]?.[0] ?? null };
  }
}
