import type { TimelineRow } from '../../slis/timeline';
import type { Recording, Result } from '../../types';
import { serviceCharts } from '../services';
import { bandsOf } from './bands';
import { withErrorKinds } from './errors';
import { marksOf } from './marks';
import { runCharts } from './run';
import type { ChartPage } from './types';
import { rounded, withReason } from './values';

export { bands } from './bands';
export { marksOf } from './marks';
export { runCharts } from './run';
export type { Chart, ChartPage, ChartSeries, Tone } from './types';
export { withReason } from './values';

/** The charts of a run's report. */
export function chartPage(result: Result, recording: Recording, rows: readonly TimelineRow[]): ChartPage {
  const origin = recording.loadStart ?? recording.from;
  const seconds = (time: number): number => (time - origin) / 1000;
  return {
    seconds: rows.map(({ time }) => seconds(time)),
    charts: [
      ...runCharts(result, recording, rows).map((chart) => withReason(withErrorKinds(chart, rows))),
      ...serviceCharts(result, recording, rows).map(rounded),
    ],
    bands: bandsOf(result, recording, rows, seconds),
    marks: marksOf(result.spec, recording, seconds),
  };
}
