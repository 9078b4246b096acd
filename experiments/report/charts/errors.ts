import type { TimelineRow } from '../../slis/timeline';
import type { Chart, ChartSeries, Tone } from './types';

const KINDS: readonly (readonly [string, Tone, readonly number[], (row: TimelineRow) => number | null])[] = [
  ['timed out', 'orange', [8, 3], ({ failedTimeout }) => failedTimeout],
  ['connection', 'purple', [2, 3], ({ failedConnection }) => failedConnection],
  ['5xx', 'blue', [8, 4], ({ failedServer }) => failedServer],
  ['4xx', 'green', [2, 6], ({ failedClient }) => failedClient],
  ['other', 'neutral', [12, 3], ({ failedOther }) => failedOther],
];

/** The chart of errors with a line for each kind that there was. */
export function withErrorKinds(chart: Chart, rows: readonly TimelineRow[]): Chart {
  if (chart.id !== 'errors') return chart;
  const kinds = KINDS.map(([label, tone, dash, of]): ChartSeries => ({
    label,
    tone,
    dash,
    values: rows.map((row) => (row.phase === 'idle' ? null : of(row))),
  })).filter(({ values }) => values.some((value) => value !== null && value > 0));
  return { ...chart, series: [...chart.series, ...kinds] };
}
