import type { ReplicaPoint } from '../types';
import type { K6Output } from './output';
import { loadSeconds, offeredRate, type Shape } from './shape';

/** Seconds that the rates and the percentile of a progress line look back. */
const WINDOW = 5;

/** `1:10 of 3:20 | 40 req/s offered, 39.8 sent, 39.8 served | p95 45 ms | replicas 3 ready of 4`. */
export function progressLine(
  {
    spec,
    loadStart,
    now,
  }: { readonly spec: Shape & { readonly cooldown: number }; readonly loadStart: number; readonly now: number },
  output: Pick<K6Output, 'since'>,
  replicas: ReplicaPoint | undefined,
): string {
  const elapsed = Math.max(0, (now - loadStart) / 1000);
  const load = loadSeconds(spec);
  const pods = replicas ? `replicas ${replicas.ready} ready of ${replicas.desired}` : 'replicas unknown';
  if (elapsed >= load) return `cool-down ${clock(elapsed - load)} of ${clock(spec.cooldown)} | ${pods}`;

  const recent = [...output.since(now - WINDOW * 1000)];
  const numbers = recent.map(({ iteration }) => iteration);
  const served = recent.filter(({ ok }) => ok).length;
  const failed = recent.length - served;
  const seconds = Math.min(WINDOW, Math.max(1, elapsed));
  // The generator numbers what it sends; how many ended is another matter when answers are slow.
  const sent = recent.length === 0 ? 0 : Math.max(...numbers) - Math.min(...numbers) + 1;
  return [
    `${elapsed < spec.warmup ? 'warm-up ' : ''}${clock(elapsed)} of ${clock(load)}`,
    `${rate(offeredRate(spec, elapsed))} req/s offered, ${rate(sent / seconds)} sent, ${rate(served / seconds)} served`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    recent.length === 0 ? 'no answers' : `p95 ${Math.round(p95(recent.map(({ duration }) => duration)))} ms`,
    pods,
  ].join(' | ');
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
