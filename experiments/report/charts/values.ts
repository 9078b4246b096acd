import { integrate, type Point } from '../../slis/steps';
import type { Chart, Column } from './types';

/** An empty chart says so in words; one whose first series alone has data is as empty as its second. */
export function withReason(chart: Chart): Chart {
  const last = chart.series.at(-1);
  if (last?.values.some((value) => value !== null) === true) return { ...chart, empty: undefined };
  return { ...chart, empty: chart.empty ?? 'There is no data.' };
}

/** Finer than a pixel, and a third of the size. */
export function rounded(chart: Chart): Chart {
  const round = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(4)));
  return { ...chart, series: chart.series.map((series) => ({ ...series, values: series.values.map(round) })) };
}

/** Mean of the values that are there, and the largest, for the text under a chart. */
export function summaryOf(values: Column): { readonly mean: number; readonly max: number } | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const points = known.map((value, index): Point => [index * 1000, value]);
  return {
    mean: integrate(points, 0, known.length * 1000) / known.length,
    max: known.reduce((a, b) => Math.max(a, b)),
  };
}
