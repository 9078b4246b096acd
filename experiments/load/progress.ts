import type { ReplicaPoint } from '../types';
import type { LoadOutput } from './merged';
import type { Recent } from './output';
import { offeredBy } from './arrivals';
import { loadSeconds, offeredRate, type Shape } from './shape';

/** Seconds that the rates and the percentile of a progress line look back. */
const WINDOW = 5;

/** `1:10 of 3:20, 2:40 left | 40 req/s offered, 39.8 sent, 39.8 served | p95 45 ms | replicas 3 ready of 4`. */
export function progressLine(
  {
    spec,
    loadStart,
    now,
  }: { readonly spec: Shape & { readonly cooldown: number }; readonly loadStart: number; readonly now: number },
  output: Pick<LoadOutput, 'since'>,
  replicas: ReplicaPoint | undefined,
): string {
  const elapsed = Math.max(0, (now - loadStart) / 1000);
  const load = loadSeconds(spec);
  const pods = replicas ? `replicas ${replicas.ready} ready of ${replicas.desired}` : 'replicas unknown';
  // With the cool-down; rounded so that it and what is over make up the whole.
  const left = `${clock(Math.max(0, Math.ceil(load + spec.cooldown - elapsed)))} left`;
  if (elapsed >= load) return `cool-down ${clock(elapsed - load)} of ${clock(spec.cooldown)}, ${left} | ${pods}`;

  const windowStart = now - WINDOW * 1000;
  const all = [...output.since(windowStart - spec.load.timeout * 1000)];
  const recent = all.filter(({ end }) => end >= windowStart);
  const served = recent.filter(({ ok }) => ok).length;
  const failed = recent.length - served;
  const from = Math.max(0, elapsed - WINDOW);
  const seconds = Math.max(1, elapsed - from);
  const due = offeredBy(spec)?.(from, elapsed);
  // Journeys are numbered then, and not requests.
  const journeys = due !== undefined && spec.load.journeys !== undefined;
  const offered =
    due === undefined ? `${Math.round(offeredRate(spec, elapsed))} users` : `${rate(due / seconds)} req/s offered`;
  return [
    `${elapsed < spec.warmup ? 'warm-up ' : ''}${clock(elapsed)} of ${clock(load)}, ${left}`,
    ...(recent.length === 0
      ? [offered, 'no answers']
      : [
          `${offered}, ${rate(journeys ? recent.length / seconds : sentRate(all))}${due === undefined ? ' req/s' : ''} sent, ${rate(served / seconds)} served`,
          ...(failed === 0 ? [] : [`${failed} failed`]),
          `p95 ${Math.round(p95(recent.map(({ duration }) => duration)))} ms`,
        ]),
    pods,
  ].join(' | ');
}

/**
 * Requests per second that were sent of late. What is still under way is not known, but requests are numbered as they are sent: the
 * newest that has ended, and one of some seconds before it, tell the rate between them.
 */
function sentRate(requests: readonly Recent[]): number {
  const [first, ...rest] = requests;
  if (!first) return 0;
  const newest = rest.reduce((a, b) => (b.iteration > a.iteration ? b : a), first);
  const wanted = newest.start - WINDOW * 1000;
  const oldest = requests.reduce((a, b) => (Math.abs(b.start - wanted) < Math.abs(a.start - wanted) ? b : a));
  const seconds = (newest.start - oldest.start) / 1000;
  return seconds > 0 ? (newest.iteration - oldest.iteration) / seconds : 0;
}

/** Minutes and seconds, `1:05`. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function rate(value: number): string {
  return value >= 100 ? value.toFixed(0) : String(Number(value.toFixed(1)));
}

/** Nearest rank: good enough for a line that scrolls by. The result's percentiles are made elsewhere, from all requests. */
function p95(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  return sorted[Math.ceil(0.95 * sorted.length) - 1] ?? NaN;
}
