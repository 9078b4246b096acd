/** Width of a bucket: values are told within half of it, relative to themselves. */
const WIDTH = 0.01;
const FACTOR = Math.log1p(WIDTH);
/** Smaller values count as this. */
const LEAST = 0.01;

/**
 * Quantiles of a stream in bounded memory, within 0.5 % of the value: logarithmic buckets, as DDSketch has them (Masson, Rim, Lee,
 * VLDB 12(12), 2019). The values are not kept, and asking costs the same however many there were.
 */
export class Quantiles {
  private readonly buckets: number[] = [];
  private total = 0;
  private largest: number | null = null;

  add(value: number): void {
    const bucket = Math.max(0, Math.floor(Math.log(Math.max(value, LEAST) / LEAST) / FACTOR));
    while (this.buckets.length <= bucket) this.buckets.push(0);
    this.buckets[bucket]! += 1;
    this.total++;
    this.largest = Math.max(this.largest ?? value, value);
  }

  get count(): number {
    return this.total;
  }

  /** The largest value, exact; null where there is none. */
  get max(): number | null {
    return this.largest;
  }

  /** The value of rank p x (n - 1), as percentiles are taken elsewhere. @param p 0 to 1 */
  at(p: number): number | null {
    if (this.total === 0) return null;
    const rank = p * (this.total - 1);
    let below = 0;
    for (const [bucket, count] of this.buckets.entries()) {
      below += count;
      if (below > rank) return Math.min(LEAST * Math.exp((bucket + 0.5) * FACTOR), this.largest as number);
    }
    return this.largest;
  }
}
