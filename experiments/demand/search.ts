import type { DemandPlan } from './plan';
import { Votes, type Verdict } from './votes';

/** Rates to be measured in one go, ascending, until the first that is not kept. */
export interface Ask {
  readonly replicas: number;
  /** Requests per second. */
  readonly rates: readonly number[];
}

/** `invalid`: the load generator could not send so much, so that nothing is known of the replicas. */
export interface Answer {
  readonly rate: number;
  readonly verdict: Verdict | 'invalid';
}

/** What a number of replicas can do. */
export interface Capacity {
  readonly replicas: number;
  /** The highest rate that was kept, requests per second; null: not even the lowest one that was tried. */
  readonly rate: number | null;
  /** Up to this rate every single measurement kept the objectives. */
  readonly low: number;
  /** From this rate on every one missed them; null: the highest rate that was tried was kept. */
  readonly high: number | null;
  /** Why it is not known better. */
  readonly note?: string;
}

export type SearchPlan = Pick<DemandPlan, 'from' | 'to' | 'maxRate' | 'repeats' | 'resolution'>;

/** Where the search of a capacity nobody knows anything about begins, requests per second. */
const START = 10;
/** No capacity below this is looked for, requests per second. */
const LEAST = 0.1;
/** Rates in one go: more would need a load generator for the largest of them from the beginning. */
const STEPS = 5;
/** Around a capacity that is expected. */
const AROUND = [0.7, 0.85, 1, 1.2, 1.4] as const;
/** What is tried above a highest rate that was not missed every time: the factor between the two. */
const BEYOND = 1.1;
/** Decisions for one number of replicas; a workload whose answers contradict each other must end, too. */
const MOST = 60;

/**
 * The search for the demand curve, without any effects: it yields what to measure, is given the answers, and returns the capacities. The same
 * answers lead to the same questions, so a search goes on where it stopped when it is given again what it was given before.
 *
 * For each number of replicas a ramp finds the region: rates that double, or, once a smaller number of replicas is known, rates around its
 * capacity in proportion. Then the interval is halved (in the logarithm, because the resolution is relative) until it is narrow enough.
 */
export function* search(plan: SearchPlan): Generator<Ask, Capacity[], readonly Answer[]> {
  const found: Capacity[] = [];
  for (let replicas = plan.from; replicas <= plan.to; replicas++) {
    const known = found.findLast(({ rate }) => rate !== null);
    const expected = known && ((known.rate as number) * replicas) / known.replicas;
    found.push(yield* new Replicas(replicas, plan).capacity(expected));
  }
  return found;
}

/** The search for one number of replicas. */
class Replicas {
  private readonly votes = new Votes();
  /** What the load generator cannot send, requests per second. */
  private ceiling = Infinity;
  private decisions = 0;

  constructor(
    private readonly replicas: number,
    private readonly plan: SearchPlan,
  ) {}

  *capacity(expected: number | undefined): Generator<Ask, Capacity, readonly Answer[]> {
    yield* this.ask(expected === undefined ? doubling(START) : AROUND.map((factor) => expected * factor));
    while (this.decisions++ < MOST) {
      const { kept, missed } = this.votes.bracket();
      if (kept === undefined && missed === undefined) break;
      // Between what is kept and what is missed lies what cannot be sent.
      if (kept !== undefined && this.ceiling < (missed ?? Infinity)) break;
      if (kept === undefined) {
        if ((missed as number) / 2 < LEAST) break;
        const below = [8, 4, 2].map((factor) => (missed as number) / factor);
        yield* this.ask(below.filter((rate) => rate >= LEAST));
      } else if (missed === undefined) {
        if (kept >= this.plan.maxRate) break;
        yield* this.ask(doubling(kept * 2));
      } else if (missed / kept > 1 + this.plan.resolution && between(kept, missed) !== undefined) {
        yield* this.decide(between(kept, missed) as number);
      } else if (!(yield* this.confirm(kept)) || !(yield* this.confirm(missed))) {
        continue;
      } else if (this.votes.interval().high === null) {
        // One of the measurements of the highest rate was kept: where does that end?
        yield* this.ask([this.votes.highest() * BEYOND]);
        if (this.votes.highest() >= this.plan.maxRate) break;
      } else {
        break;
      }
    }
    return this.result();
  }

  /** Whether the majority for a rate stands; if not, it is asked for, and what follows from the answer is seen anew. */
  private *confirm(rate: number): Generator<Ask, boolean, readonly Answer[]> {
    if (this.votes.decided(rate, this.plan.repeats)) return true;
    yield* this.decide(rate);
    return false;
  }

  /** Measures a rate until the majority of its repeats is certain: two of three that agree need no third. */
  private *decide(rate: number): Generator<Ask, void, readonly Answer[]> {
    while (!this.votes.decided(rate, this.plan.repeats) && rate < this.ceiling) yield* this.ask([rate]);
  }

  private *ask(rates: readonly number[]): Generator<Ask, void, readonly Answer[]> {
    const allowed = rates.map((rate) => Math.min(round(rate), this.plan.maxRate));
    const sent = [...new Set(allowed)].filter((rate) => rate > 0 && rate < this.ceiling);
    if (sent.length === 0) return;
    for (const { rate, verdict } of yield { replicas: this.replicas, rates: sent }) {
      if (verdict === 'invalid') this.ceiling = Math.min(this.ceiling, rate);
      else this.votes.add(rate, verdict);
    }
  }

  private result(): Capacity {
    const { replicas } = this;
    const { kept, missed } = this.votes.bracket();
    return { replicas, rate: kept ?? null, ...this.votes.interval(), ...this.noteOn(kept, missed) };
  }

  private noteOn(kept: number | undefined, missed: number | undefined): Pick<Capacity, 'note'> {
    if (this.decisions > MOST) return { note: 'the measurements contradict each other' };
    if (this.ceiling < (missed ?? Infinity)) return { note: `the load generator could not send ${this.ceiling}/s` };
    if (kept === undefined) return { note: `not even ${missed}/s keeps the objectives` };
    return missed === undefined ? { note: `${kept}/s, the highest rate that may be tried, is kept` } : {};
  }
}

const doubling = (from: number): number[] => Array.from({ length: STEPS }, (_, i) => from * 2 ** i);

/** Three digits: a rate that people can read is as good as another. */
const round = (rate: number): number => Number(rate.toPrecision(3));

/** The geometric mean; undefined where no rate of three digits lies between. */
function between(low: number, high: number): number | undefined {
  const middle = round(Math.sqrt(low * high));
  return middle > low && middle < high ? middle : undefined;
}
