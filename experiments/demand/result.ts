import { DEFINITIONS } from '../slis/definitions';
import type { Slo, Target } from '../types';
import { objective } from '../verdict';
import type { DemandPoint } from './curve';
import { isDemandSli } from './outcome';
import type { DemandPlan } from './plan';
import type { Capacity } from './search';
import type { DemandStore } from './store';

/** What a search has found; the content of demand.json, which `experiment.demand` takes. */
export interface DemandResult {
  readonly schema: 'autoscaling-testbed/demand/v1';
  readonly id: string;
  readonly stack: string;
  readonly finishedAt: string;
  readonly workload: Pick<Target['workload'], 'namespace' | 'deployment'>;
  readonly plan: DemandPlan;
  /** Rates that were measured, repeats counted. */
  readonly measurements: number;
  readonly curve: readonly DemandPoint[];
  /** What is not known, or known less well, and why. */
  readonly notes: readonly string[];
}

export function demandResult(
  { id, plan, kept }: Pick<DemandStore, 'id' | 'plan'> & { readonly kept: ReturnType<DemandStore['kept']> },
  capacities: readonly Capacity[],
  { stack, workload, finishedAt }: Pick<DemandResult, 'stack' | 'workload' | 'finishedAt'>,
): DemandResult {
  return {
    schema: 'autoscaling-testbed/demand/v1',
    id,
    stack,
    finishedAt,
    workload: { namespace: workload.namespace, deployment: workload.deployment },
    plan,
    measurements: kept.reduce((sum, { outcomes }) => sum + outcomes.length, 0),
    curve: capacities.flatMap(({ replicas, rate, low, high }) =>
      rate === null ? [] : [{ replicas, rate, low, high }],
    ),
    notes: [
      ...capacities.flatMap(({ replicas, note }) => (note === undefined ? [] : [`${named(replicas)}: ${note}.`])),
      ...falls(capacities),
    ],
  };
}

/** More replicas that serve less: a bottleneck elsewhere, or noise. */
function falls(capacities: readonly Capacity[]): string[] {
  return capacities.slice(1).flatMap(({ replicas, rate }, i) => {
    const before = capacities[i] as Capacity;
    return rate === null || before.rate === null || rate >= before.rate
      ? []
      : [`${named(replicas)} serve ${rateText(rate)}/s, less than ${before.replicas} (${rateText(before.rate)}/s).`];
  });
}

/** Rates have three digits, as they are asked for. */
export const rateText = (rate: number): string => String(Number(rate.toPrecision(3)));

export const named = (replicas: number): string => `${replicas} ${replicas === 1 ? 'replica' : 'replicas'}`;

/** From and to which rate it lies. */
export const intervalText = ({ low, high }: Pick<DemandPoint, 'low' | 'high'>): string =>
  `${rateText(low ?? 0)} to ${high === null || high === undefined ? 'unknown' : rateText(high)}`;

/** "latencyP95 at most 500 ms". */
export const objectiveText = (slo: Slo): string => `${slo.sli} ${objective(slo, unitOf(slo.sli))}`;

export const unitOf = (sli: string): string => (isDemandSli(sli) ? DEFINITIONS[sli].unit : '');

/** How a rate is decided on, in words. */
export const repeatsText = (repeats: number): string =>
  repeats === 1 ? 'once' : `up to ${repeats} times, and the majority decides`;

/** The curve as a table, and what is to be known of it. */
export function demandText({ curve, notes, plan, measurements }: DemandResult): string {
  const head = ['replicas', 'highest rate', 'interval', 'a replica'];
  const rows = curve.map((point) => [
    String(point.replicas),
    `${rateText(point.rate)}/s`,
    intervalText(point),
    `${rateText(point.rate / point.replicas)}/s`,
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] as string).length)));
  const lines = [head, ...rows].map((row) =>
    row.map((cell, column) => cell.padStart(widths[column] as number)).join('  '),
  );
  return [
    ...lines,
    '',
    `Kept: ${plan.slos.map(objectiveText).join(', ')}. Each rate was measured for ${plan.duration} s, ${repeatsText(plan.repeats)}: ${measurements} measurements.`,
    'Interval: up to its lower end every measurement kept the objectives, from its upper end on every one missed them.',
    ...notes,
  ].join('\n');
}
