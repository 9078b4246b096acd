import type { TimelineRow } from '../../../slis/timeline';
import type { ReportedRun } from '../model';

/** The run that has the median p95 of those given: of an even number, the better one in the middle. */
export function typicalRun<T extends Pick<ReportedRun, 'result'>>(runs: readonly T[]): T | undefined {
  const p95 = ({ result }: T): number => result.slis['latencyP95']?.value ?? Infinity;
  const ascending = runs.toSorted((a, b) => (p95(a) === p95(b) ? 0 : p95(a) - p95(b)));
  return ascending[Math.floor((ascending.length - 1) / 2)];
}

/** From the load's start on, `step` rows as one. */
export function thinned(rows: readonly TimelineRow[], step: number): TimelineRow[] {
  const loaded = rows.filter(({ second }) => second !== null && second >= 0);
  if (step === 1) return loaded;
  return Array.from({ length: Math.ceil(loaded.length / step) }, (_, index) => {
    const group = loaded.slice(index * step, (index + 1) * step);
    const mean = (values: readonly (number | null)[]): number | null =>
      values.includes(null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length;
    const highest = group.reduce<number | null>(
      (most, { p95 }) => (p95 === null ? most : Math.max(most ?? 0, p95)),
      null,
    );
    const last = group.at(-1)!;
    return {
      ...group[0]!,
      offered: mean(group.map(({ offered }) => offered)),
      served: mean(group.map(({ served }) => served)) ?? 0,
      p95: highest,
      ready: last.ready,
      desired: last.desired,
    };
  });
}

export interface Rescale {
  readonly second: number;
  readonly from: number;
  readonly to: number;
}

/** When another number of replicas was desired. */
export function rescales(rows: readonly Pick<TimelineRow, 'second' | 'desired'>[]): Rescale[] {
  const found: Rescale[] = [];
  let before: number | null = null;
  for (const { second, desired } of rows) {
    if (desired === null) continue;
    if (before !== null && desired !== before) found.push({ second: second ?? 0, from: before, to: desired });
    before = desired;
  }
  return found;
}
