import type { TimelineRow } from '../../slis/timeline';
import type { Recording, Result } from '../../types';
import type { ChartPage } from './types';

/** All bands of a run. */
export function bandsOf(
  { window, spec }: Result,
  recording: Recording,
  rows: readonly TimelineRow[],
  seconds: (time: number) => number,
): ChartPage['bands'] {
  const span =
    window.measuredTo === null
      ? undefined
      : { warmup: spec.warmup, loadEnd: seconds(Date.parse(window.measuredTo)), end: seconds(recording.to) };
  return [...bands(span, recording.gaps, seconds), ...violationBands(rows, seconds)];
}

/** Warm-up, cool-down and gaps. @param span seconds since the load's start; none while it has not begun */
export function bands(
  span: { readonly warmup: number; readonly loadEnd: number; readonly end: number } | undefined,
  gaps: Recording['gaps'],
  seconds: (time: number) => number,
): ChartPage['bands'] {
  const lost = gaps.map(({ from, to }) => ({ from: seconds(from), to: seconds(to), kind: 'gap' as const }));
  if (span === undefined) return lost;
  const { warmup, loadEnd, end } = span;
  return [
    ...(warmup > 0 ? [{ from: 0, to: warmup, kind: 'warmup' as const }] : []),
    ...(end > loadEnd ? [{ from: loadEnd, to: end, kind: 'cooldown' as const }] : []),
    ...lost,
  ];
}

/** Seconds that broke an objective, as one band where they follow each other. */
function violationBands(rows: readonly TimelineRow[], seconds: (time: number) => number): ChartPage['bands'] {
  const found: { from: number; to: number; kind: 'violation' }[] = [];
  for (const { time } of rows.filter(({ violated }) => violated === 1)) {
    const from = seconds(time);
    const last = found.at(-1);
    if (last?.to === from) last.to = from + 1;
    else found.push({ from, to: from + 1, kind: 'violation' });
  }
  return found;
}
