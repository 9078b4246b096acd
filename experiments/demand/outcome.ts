import type { Recent } from '../load/output';
import { percentile } from '../slis/percentile';
import type { Slo } from '../types';
import type { Answer } from './search';

/** SLIs of a single rate: those that the requests alone tell. */
export const DEMAND_SLIS = [
  'latencyP50',
  'latencyP90',
  'latencyP95',
  'latencyP99',
  'latencyMax',
  'errorRate',
  'availability',
] as const;
export type DemandSli = (typeof DEMAND_SLIS)[number];

export const isDemandSli = (name: string): name is DemandSli => (DEMAND_SLIS as readonly string[]).includes(name);

/** The measured part of a rate: requests that begin from `from` to `to`, Unix ms. */
export interface Span {
  readonly rate: number;
  readonly from: number;
  readonly to: number;
}

/** What one measurement of a rate gave. */
export interface Outcome extends Answer {
  /** Requests due, answered, and answered with a status from 200 to 399. */
  readonly due: number;
  readonly answered: number;
  readonly served: number;
  /** Of each objective; null: so much had no answer that it is beyond any bound. */
  readonly slis: Readonly<Partial<Record<DemandSli, number | null>>>;
}

/** Share of the requests due that may be missing before what was sent is another load than was asked for. */
const SHORTFALL = 0.01;

/**
 * Judges a rate by its requests. One that has no answer yet, or could not be begun because all virtual users waited, is slower than any bound and not
 * served. The SLIs are those of a run (docs/results.md).
 * @param answered requests that have ended, in any order
 */
export function judge(span: Span, answered: readonly Recent[], slos: readonly Slo[]): Outcome {
  const own = answered.filter(({ start }) => start >= span.from && start < span.to);
  const due = Math.round((span.rate * (span.to - span.from)) / 1000);
  // One may lie on either side of an edge.
  const missing = Math.max(0, due - 1 - own.length);
  const served = own.filter(({ ok }) => ok).length;
  const slis = valuesOf(own, served, missing);
  const kept = slos.every((slo) => meets(slo, slis[slo.sli as DemandSli]));
  // What was sent was answered well, and yet not all was sent: then the generator is slow, and not who answers.
  const short = !kept && missing > due * SHORTFALL;
  const well = short && slos.every((slo) => meets(slo, valuesOf(own, served, 0)[slo.sli as DemandSli]));
  return {
    rate: span.rate,
    verdict: kept ? 'pass' : well ? 'invalid' : 'fail',
    due,
    answered: own.length,
    served,
    slis: Object.fromEntries(
      slos.map(({ sli }) => [sli, Number.isFinite(slis[sli as DemandSli]) ? slis[sli as DemandSli] : null]),
    ),
  };
}

function valuesOf(own: readonly Recent[], served: number, missing: number): Readonly<Record<DemandSli, number>> {
  const latencies = own.map(({ duration }) => duration).sort((a, b) => a - b);
  const all = [...latencies, ...new Array<number>(missing).fill(Infinity)];
  const at = (p: number): number => percentile(all, p) ?? Infinity;
  const total = all.length;
  return {
    latencyP50: at(0.5),
    latencyP90: at(0.9),
    latencyP95: at(0.95),
    latencyP99: at(0.99),
    latencyMax: at(1),
    errorRate: total === 0 ? 1 : 1 - served / total,
    availability: total === 0 ? 0 : served / total,
  };
}

const meets = ({ min, max }: Slo, value: number): boolean => value >= (min ?? -Infinity) && value <= (max ?? Infinity);
