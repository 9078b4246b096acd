import type { Requests } from '../types';

/** The requests of the measured window, counted, with their latencies in ascending order. */
export interface RequestSummary {
  readonly sent: number;
  readonly served: number;
  readonly failed: number;
  /** Failed requests whose latency is 0: they never got a connection. */
  readonly unconnected: number;
  /** Milliseconds, ascending: served, failed and timed-out requests alike. */
  readonly latencies: Float64Array;
}

/** When a request was begun; without `elapsed`, connecting is not counted, and it seems to begin that much later. */
export function sentAt({ end, elapsed, duration }: Requests, index: number): number {
  return (end[index] as number) - ((elapsed ?? duration)[index] as number);
}

/**
 * Requests sent at or after `from`, whenever they ended: what the load's last seconds asked for is answered after its end, and
 * leaving that out would leave out the slowest.
 */
export function summarise(
  requests: Requests,
  from: number,
  of: (index: number) => boolean = () => true,
): RequestSummary {
  const latencies = new Float64Array(requests.end.length);
  let sent = 0;
  let served = 0;
  let unconnected = 0;
  for (let index = 0; index < requests.end.length; index++) {
    if (!(sentAt(requests, index) >= from) || !of(index)) continue;
    const duration = requests.duration[index] as number;
    latencies[sent++] = duration;
    if (requests.ok[index] === 1) served++;
    else if (duration === 0) unconnected++;
  }
  return { sent, served, failed: sent - served, unconnected, latencies: latencies.slice(0, sent).sort() };
}

/** Indices of the requests by the second in which they ended: bucket i holds [from + i s, from + i + 1 s). */
export function byEnd(requests: Requests, from: number, seconds: number): number[][] {
  const buckets: number[][] = Array.from({ length: seconds }, () => []);
  requests.end.forEach((end, index) => buckets[Math.floor((end - from) / 1000)]?.push(index));
  return buckets;
}
