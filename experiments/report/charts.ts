import { levelUnit } from '../load/spec';
import { changeTimes, increases } from '../slis/increases';
import { integrate, type Point } from '../slis/steps';
import type { TimelineRow, Watched } from '../slis/timeline';
import { violationBands, withErrorKinds } from './errorCharts';
import { metricChart, vpaCharts } from './autoscalerCharts';
import { formatNumber } from '../slis/units';
import type { ExperimentSpec, Recording, Result } from '../types';
import { spansDecades } from './scale';
import { usersChart } from './usersChart';
import { serviceCharts } from './services';

/** A colour of the page's palette; each is defined for light and dark. */
export type Tone = 'neutral' | 'blue' | 'orange' | 'purple' | 'green' | 'red';
export type Column = readonly (number | null)[];

export interface ChartSeries {
  readonly label: string;
  readonly tone: Tone;
  readonly values: Column;
  /** Dashed as well as coloured: colour alone must not tell series apart. */
  readonly dash?: readonly number[];
  /** Holds its value until the next row. */
  readonly steps?: boolean;
}

/** One chart, as the page's script draws it. */
export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** Logarithmic, for what spans decades. */
  readonly log?: boolean;
  readonly series: readonly ChartSeries[];
  /** Objectives: horizontal lines. */
  readonly lines: readonly { readonly value: number; readonly label: string }[];
  /** Why there is nothing to draw. */
  readonly empty?: string;
}

/** What all charts share; times are seconds since the load's start. */
export interface ChartPage {
  readonly seconds: readonly number[];
  readonly charts: readonly Chart[];
  readonly bands: readonly {
    readonly from: number;
    readonly to: number;
    readonly kind: 'warmup' | 'cooldown' | 'gap' | 'violation';
  }[];
  readonly marks: readonly { readonly at: number; readonly kind: 'load' | 'scale'; readonly label: string }[];
}

const SCALE_REASONS = new Set([
  'SuccessfulRescale',
  'ScalingReplicaSet',
  'KEDAScaleTargetActivated',
  'KEDAScaleTargetDeactivated',
  'EvictedByVPA',
  'InPlaceResizedByVPA',
]);

export function chartPage(result: Result, recording: Recording, rows: readonly TimelineRow[]): ChartPage {
  const origin = recording.loadStart ?? recording.from;
  const seconds = (time: number): number => (time - origin) / 1000;
  return {
    seconds: rows.map(({ time }) => seconds(time)),
    charts: [
      ...runCharts(result, recording, rows).map((chart) => withReason(withErrorKinds(chart, rows))),
      ...serviceCharts(result, recording, rows).map(rounded),
    ],
    bands: [...bandsOf(result, recording, seconds), ...violationBands(rows, seconds)],
    marks: marksOf(result.spec, recording, seconds),
  };
}

/** What of a run its charts are of. */
export type Charted = Pick<Result, 'spec' | 'target'>;

/** Every chart of a run over these rows of its timeline: all of them, or those that have come of late. */
export function runCharts(result: Charted, recording: Watched, rows: readonly TimelineRow[]): Chart[] {
  return allCharts(result, recording, rows).map(rounded);
}

function allCharts(result: Charted, recording: Watched, rows: readonly TimelineRow[]): Chart[] {
  const column = (value: (row: TimelineRow) => number | null): Column => rows.map(value);
  const during = (value: (row: TimelineRow) => number | null): Column =>
    rows.map((row) => (row.phase === 'idle' ? null : value(row)));
  const latency = [
    { label: 'p50', tone: 'blue', values: column(({ p50 }) => p50) },
    { label: 'p95', tone: 'orange', values: column(({ p95 }) => p95), dash: [8, 3] },
    { label: 'p99', tone: 'purple', values: column(({ p99 }) => p99), dash: [2, 3] },
  ] as const;
  return [
    {
      id: 'rate',
      title: 'Offered and served rate',
      unit: 'requests/s',
      series: [
        { label: 'offered', tone: 'neutral', values: during(({ offered }) => offered), dash: [8, 4], steps: true },
        { label: 'sent', tone: 'purple', values: during(({ sent }) => sent), dash: [2, 3], steps: true },
        { label: 'served', tone: 'blue', values: during(({ served }) => served) },
      ],
      lines: [],
    },
    ...usersChart(result, rows),
    {
      id: 'latency',
      title: 'Latency',
      unit: 'ms',
      log: spansDecades(latency.flatMap(({ values }) => values)),
      series: latency,
      lines: result.spec.slos.flatMap(({ sli, max }) =>
        sli.startsWith('latency') && max !== undefined
          ? [{ value: max, label: `${sli} ≤ ${formatNumber(max)} ms` }]
          : [],
      ),
    },
    {
      id: 'errors',
      title: 'Failed and dropped requests',
      unit: 'requests/s',
      series: [
        { label: 'failed', tone: 'red', values: during(({ failed }) => failed) },
        { label: 'dropped', tone: 'neutral', values: during(({ dropped }) => dropped), dash: [4, 3] },
      ],
      lines: [],
    },
    {
      id: 'replicas',
      title: 'Replicas',
      unit: 'replicas',
      series: [
        ...(result.spec.demand === undefined
          ? []
          : [
              {
                label: 'demand',
                tone: 'red',
                values: column(({ demand }) => demand),
                dash: [3, 2],
                steps: true,
              } as const,
            ]),
        { label: 'desired', tone: 'neutral', values: column(({ desired }) => desired), dash: [8, 4], steps: true },
        { label: 'created', tone: 'orange', values: column(({ created }) => created), dash: [2, 3], steps: true },
        { label: 'ready', tone: 'blue', values: column(({ ready }) => ready), steps: true },
      ],
      lines: [],
    },
    metricChart(result, recording, rows),
    {
      id: 'cpu',
      title: 'CPU used and requested, all pods',
      unit: 'cores',
      series: [
        {
          label: 'requested',
          tone: 'neutral',
          values: column(({ cpuRequested }) => cpuRequested),
          dash: [8, 4],
          steps: true,
        },
        { label: 'used', tone: 'blue', values: column(({ cpuUsage }) => cpuUsage) },
      ],
      lines: [],
      empty: recording.series.cpuUsage?.points.length === 0 ? recording.series.cpuUsage.reason : undefined,
    },
    {
      id: 'throttling',
      title: 'CPU throttling',
      unit: '% of CFS periods',
      series: [
        {
          label: 'throttled',
          tone: 'orange',
          values: column(({ cpuThrottled }) => (cpuThrottled === null ? null : cpuThrottled * 100)),
        },
      ],
      lines: [],
      empty: recording.series.cpuThrottled?.reason,
    },
    {
      id: 'memory',
      title: 'Memory of the pod that uses most',
      unit: 'MiB',
      series: [
        {
          label: 'used',
          tone: 'blue',
          values: column(({ memoryMax }) => (memoryMax === null ? null : memoryMax / 2 ** 20)),
        },
      ],
      lines: [],
      empty: recording.series.memoryMax === undefined ? 'It was not recorded.' : recording.series.memoryMax.reason,
    },
    ...(result.target.autoscaler.vpa === undefined ? [] : vpaCharts(recording, rows)),
    {
      id: 'nodes',
      title: 'Nodes ready',
      unit: 'nodes',
      series: [{ label: 'ready', tone: 'green', values: column(({ nodesReady }) => nodesReady), steps: true }],
      lines: [],
    },
  ];
}

/** An empty chart says so in words; one whose first series alone has data is as empty as its second. */
export function withReason(chart: Chart): Chart {
  const last = chart.series.at(-1);
  if (last?.values.some((value) => value !== null) === true) return { ...chart, empty: undefined };
  return { ...chart, empty: chart.empty ?? 'There is no data.' };
}

/** Finer than a pixel, and a third of the size. */
function rounded(chart: Chart): Chart {
  const round = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(4)));
  return { ...chart, series: chart.series.map((series) => ({ ...series, values: series.values.map(round) })) };
}

function bandsOf(
  { window, spec }: Result,
  recording: Recording,
  seconds: (time: number) => number,
): ChartPage['bands'] {
  const span =
    window.measuredTo === null
      ? undefined
      : { warmup: spec.warmup, loadEnd: seconds(Date.parse(window.measuredTo)), end: seconds(recording.to) };
  return bands(span, recording.gaps, seconds);
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

/** Load changes, scale events and pods that became ready, in order of time. */
export function marksOf(
  spec: ExperimentSpec,
  recording: Pick<Recording, 'loadStart' | 'events' | 'pods'>,
  seconds: (time: number) => number,
): ChartPage['marks'] {
  const scale = recording.events
    .filter(({ reason }) => SCALE_REASONS.has(reason))
    .map(({ time, kind, name, message }) => ({
      at: seconds(time),
      kind: 'scale' as const,
      label: `${kind} ${name}: ${message}`,
    }));
  const ready = recording.pods
    .filter((pod) => !pod.initial && pod.ready !== null)
    .map((pod) => ({ at: seconds(pod.ready as number), kind: 'scale' as const, label: `Pod ${pod.name} ready` }));
  const load = recording.loadStart === null ? [] : loadMarks(spec);
  return [...load, ...scale, ...ready].sort((a, b) => a.at - b.at);
}

function loadMarks(spec: ExperimentSpec): { at: number; kind: 'load'; label: string }[] {
  const ups = new Map(
    increases(spec).map(({ at, from, to }) => [
      at,
      `Load rises from ${formatNumber(from)} to ${formatNumber(to)}${levelUnit(spec.load)}`,
    ]),
  );
  return changeTimes(spec).map((at) => ({ at, kind: 'load' as const, label: ups.get(at) ?? 'Load falls' }));
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
