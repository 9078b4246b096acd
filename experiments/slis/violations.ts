import type { Recording, Slo } from '../types';
import { percentile } from './percentile';
import { LATENCY_QUANTILES } from './recovery';
import { sentAt } from './requests';

/** A part of the measured window, ms since the epoch. */
interface Span {
  readonly measuredFrom: number;
  readonly measuredTo: number;
}

interface Second {
  sent: number;
  served: number;
  dropped: number;
  /** ms; a failed request is slower than any objective. */
  readonly latencies: number[];
}

type Limit = (second: Second) => boolean;

/**
 * For each second of the measured window whether the requests that were sent in it broke an objective: on a latency (its percentile over that
 * second's requests, of which a failed one is slower than any objective), on availability or on the error rate. What could not be sent counts
 * against availability. A second without a request breaks none. Null: no objective is one of these.
 */
export function violatedSeconds(
  { requests, dropped }: Pick<Recording, 'requests' | 'dropped'>,
  slos: readonly Slo[],
  { measuredFrom, measuredTo }: Span,
): boolean[] | null {
  const limits = slos.flatMap(limitsOf);
  if (limits.length === 0) return null;
  const seconds = Array.from({ length: Math.ceil((measuredTo - measuredFrom) / 1000) }, (): Second => ({
    sent: 0,
    served: 0,
    dropped: 0,
    latencies: [],
  }));
  const at = (time: number): Second | undefined => seconds[Math.floor((time - measuredFrom) / 1000)];
  for (let index = 0; index < requests.end.length; index++) {
    const second = at(sentAt(requests, index));
    if (second === undefined) continue;
    const ok = requests.ok[index] === 1;
    second.sent++;
    if (ok) second.served++;
    second.latencies.push(ok ? (requests.duration[index] as number) : Infinity);
  }
  for (const { time, count } of dropped) {
    const second = at(time);
    if (second !== undefined) second.dropped += count;
  }
  return seconds.map((second) => {
    second.latencies.sort((a, b) => a - b);
    return limits.some((broken) => broken(second));
  });
}

function limitsOf({ sli, min, max }: Slo): Limit[] {
  const quantile = LATENCY_QUANTILES[sli];
  if (quantile !== undefined && max !== undefined)
    return [({ latencies }) => latencies.length > 0 && (percentile(latencies, quantile) as number) > max];
  if (sli === 'availability' && min !== undefined)
    return [({ sent, served, dropped }) => sent + dropped > 0 && served / (sent + dropped) < min];
  if (sli === 'errorRate' && max !== undefined) return [({ sent, served }) => sent > 0 && (sent - served) / sent > max];
  return [];
}
