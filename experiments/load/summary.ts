import type { Recording } from '../types';

/** A load generator's own summary, in the form of k6's: `{ metrics: { http_reqs: { values: { count } }, ... } }`. */
export type Summary = NonNullable<Recording['summary']>;

/**
 * The summaries of several generators as one: counts added up, and the longest of the longest. Percentiles cannot be merged; each generator's
 * own summary is under `generators`.
 */
export function combined(summaries: ReadonlyMap<string, Summary>): Summary {
  const all = [...summaries.values()];
  const values = (metric: string, statistic: string): number[] =>
    all.flatMap((summary) => summaryValue(summary, metric, statistic) ?? []);
  const count = (metric: string) => ({
    values: { count: values(metric, 'count').reduce((sum, one) => sum + one, 0) },
  });
  return {
    metrics: {
      http_reqs: count('http_reqs'),
      dropped_iterations: count('dropped_iterations'),
      http_req_duration: { values: { max: Math.max(...values('http_req_duration', 'max')) } },
    },
    generators: Object.fromEntries(summaries),
  };
}

/** The summary of each generator, where there are several. */
export function summariesOf(summary: Summary): [string, Summary][] {
  const generators = summary['generators'];
  return typeof generators === 'object' && generators !== null
    ? Object.entries(generators as Record<string, Summary>)
    : [];
}

/** A value of a summary, in the form that k6's handleSummary gets (under `values`) or that --summary-export writes (without). */
export function summaryValue(summary: Summary, metric: string, statistic: string): number | null {
  const found = member(member(summary, 'metrics'), metric);
  const value = member(member(found, 'values'), statistic) ?? member(found, statistic);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
