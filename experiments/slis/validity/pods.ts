import type { Facts } from '../facts';
import { integrate, type Point } from '../steps';
import { formatNumber } from '../units';
import type { Finding } from './finding';

/** Seconds for which scrape targets may be down while pods start. */
const MAX_DOWN = 15;
/** Milliseconds for which a sample of Prometheus holds. */
const SAMPLE_HOLDS = 10_000;

/** Pods that restarted, or never became ready. */
export function pods({ recording, window }: Facts): Finding {
  const warnings = recording.pods
    .filter(({ restarts }) => restarts > 0)
    .map(({ name, restarts }) => `Pod ${name} restarted ${restarts === 1 ? 'once' : `${restarts} times`}.`);
  const never = recording.pods.filter(
    ({ ready, created, deleted }) => ready === null && deleted === null && created <= window.measuredTo,
  );
  return {
    warnings: [
      ...warnings,
      ...never.map(
        ({ name, scheduled }) => `Pod ${name} never became ready${scheduled === null ? ': it was not scheduled' : ''}.`,
      ),
    ],
  };
}

/** A pod's scrapes fail until it listens; longer than that is worth knowing. */
export function targets({ recording, window }: Facts): Finding {
  const points = recording.series.targetsUp?.points ?? [];
  // Without a pod there is no sample, and the last one must not stand for that time.
  const held = points.flatMap(([time, up], index): Point[] => {
    const next = points[index + 1]?.[0] ?? Infinity;
    return [[time, up < 1 ? 1 : 0], ...(next - time > SAMPLE_HOLDS ? [[time + SAMPLE_HOLDS, 0] as const] : [])];
  });
  const down = integrate(held, window.measuredFrom, window.measuredTo);
  if (down <= MAX_DOWN) return {};
  return { warnings: [`Some of the pods could not be scraped for ${formatNumber(down)} s of the measured window.`] };
}
