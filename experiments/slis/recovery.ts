import type { Requests, Slo } from '../types';
import { percentile } from './percentile';
import { byEnd } from './requests';

/** Quantiles of the latency SLIs by name. */
export const LATENCY_QUANTILES: Readonly<Record<string, number>> = {
  latencyP50: 0.5,
  latencyP90: 0.9,
  latencyP95: 0.95,
  latencyP99: 0.99,
  latencyMax: 1,
};

/** `after`: seconds until latency was back for good; 0 if it never left. Null: it was not back when watching ended. */
export type Recovery = { readonly breached: boolean; readonly after: number | null } | { readonly reason: string };

/**
 * When latency came back within the objectives after a load step: the end of the last second, before `until`, whose requests did
 * not meet them. A second's requests are those that ended in it; a failed one counts as slower than any objective. A second in
 * which nothing ended says nothing: what was under way then shows when it ends.
 */
export function recovery(requests: Requests, slos: readonly Slo[], at: number, until: number): Recovery {
  const limits = slos.flatMap(({ sli, max }) => {
    const quantile = LATENCY_QUANTILES[sli];
    return quantile === undefined || max === undefined ? [] : [{ quantile, max }];
  });
  if (limits.length === 0) return { reason: 'no latency objective was set' };
  const seconds = Math.ceil((until - at) / 1000);
  const buckets = byEnd(requests, at, seconds).map((indices) => latenciesOf(requests, indices, until));
  if (buckets.every((latencies) => latencies.length === 0))
    return { reason: 'no request ended before the next load change' };
  const last = buckets.findLastIndex(
    (latencies) =>
      latencies.length > 0 && limits.some(({ quantile, max }) => (percentile(latencies, quantile) as number) > max),
  );
  if (last === -1) return { breached: false, after: 0 };
  return { breached: true, after: last === seconds - 1 ? null : last + 1 };
}

function latenciesOf(requests: Requests, indices: readonly number[], before: number): Float64Array {
  return Float64Array.from(
    indices.filter((index) => (requests.end[index] as number) < before),
    (index) => (requests.ok[index] === 1 ? (requests.duration[index] as number) : Infinity),
  ).sort();
}
