import type { Demand } from '../demand/curve';
import type { LoadSpec } from '../load/spec';
import type { Prices } from '../prices';

/** An objective on one SLI: at most `max`, or at least `min`, in the SLI's own unit. */
export interface Slo {
  readonly sli: string;
  readonly max?: number;
  readonly min?: number;
}

export interface ExperimentSpec {
  readonly name: string;
  /** Seconds of load at the first stage's rate before measuring starts. Recorded, but in no SLI. */
  readonly warmup: number;
  /** Seconds of recording after the load has ended, to see the scale-down. */
  readonly cooldown: number;
  readonly load: LoadSpec;
  readonly slos: readonly Slo[];
  /** The least replicas for a rate, for the elasticity metrics. @default it is not known */
  readonly demand?: Demand;
  /** @default list prices of AWS (prices.ts) */
  readonly prices?: Prices;
  /** What the rates, or the virtual users, were multiplied by: `load.stages` and `slos` are after it. @default 1 */
  readonly scale?: number;
  /** What the load's durations were multiplied by. @default 1 */
  readonly timeScale?: number;
}
