import { requestsAt } from '../../slis/resources';
import { latest } from '../../slis/steps';
import type { TimelineRow, Watched } from '../../slis/timeline';
import type { HpaMetric, Resources } from '../../types';
import type { Chart, Charted, ChartSeries, Column, Tone } from './types';

const TONES: readonly Tone[] = ['blue', 'orange', 'purple', 'green', 'red'];
const DASHES: readonly (readonly number[] | undefined)[] = [undefined, [2, 3], [8, 3], [2, 6], [12, 3]];

/** The metric in its own unit with its target; several metrics as multiples of their targets, which are 1 then. */
export function metricChart(result: Charted, recording: Watched, rows: readonly TimelineRow[]): Chart {
  const { name, hpa } = result.target.autoscaler;
  const metrics = recording.hpa[0]?.metrics ?? [];
  const [only] = metrics;
  const value = (index: number, of: (metric: HpaMetric) => number | null): Column =>
    rows.map(({ time }) => {
      const metric = latest(recording.hpa, time)?.metrics[index];
      return metric === undefined ? null : of(metric);
    });
  const many = metrics.length > 1;
  const series = many
    ? metrics.map((metric, index): ChartSeries => ({
        label: metric.name,
        tone: TONES[index % TONES.length] as Tone,
        dash: DASHES[index % DASHES.length],
        values: value(index, ({ value: current, target }) => (current === null || !target ? null : current / target)),
        steps: true,
      }))
    : [
        {
          label: 'target',
          tone: 'neutral',
          values: value(0, ({ target }) => target),
          dash: [8, 4],
          steps: true,
        } as const,
        { label: 'metric', tone: 'blue', values: value(0, ({ value: current }) => current), steps: true } as const,
      ];
  return {
    id: 'metric',
    title: `The autoscaler's ${many ? 'metrics against their targets' : 'metric against its target'}${!many && only ? `: ${only.name}` : ''}`,
    unit: many ? 'x target' : only ? unitOf(only) : "target's unit",
    series,
    lines: many ? [{ value: 1, label: 'target' }] : [],
    empty: hpa === undefined ? `The variant "${name}" has no metric.` : undefined,
  };
}

/** What a metric counts in. */
function unitOf({ type, name, targetType }: HpaMetric): string {
  if (targetType === 'Utilization') return '% of the request';
  const resource = /\bmemory$/.test(name) ? 'bytes' : /\bcpu$/.test(name) ? 'cores' : 'value';
  const what = type === 'Resource' || type === 'ContainerResource' ? resource : 'value';
  return targetType === 'AverageValue' ? `${what} for each pod` : what;
}

/** What the VPA recommends for a pod, and what the pods request. */
export function vpaCharts(recording: Watched, rows: readonly TimelineRow[]): Chart[] {
  const chart = (id: string, what: string, unit: string, resource: keyof Resources, scale: number): Chart => {
    const scaled = (value: number | null): number | null => (value === null ? null : value / scale);
    return {
      id,
      title: `The VPA's recommendation for a pod: ${what}`,
      unit,
      series: [
        {
          label: 'requested',
          tone: 'neutral',
          values: rows.map(({ time }) => scaled(largestRequest(recording, time, resource))),
          dash: [8, 4],
          steps: true,
        },
        {
          label: 'lower bound',
          tone: 'orange',
          values: rows.map(({ time }) => scaled(latest(recording.vpa, time)?.lowerBound[resource] ?? null)),
          dash: [2, 3],
          steps: true,
        },
        {
          label: 'target',
          tone: 'blue',
          values: rows.map(({ time }) => scaled(latest(recording.vpa, time)?.target[resource] ?? null)),
          steps: true,
        },
      ],
      lines: [],
      empty: 'The VPA recommended nothing.',
    };
  };
  return [
    chart('vpa-cpu', 'CPU', 'cores', 'cpuCores', 1),
    chart('vpa-memory', 'memory', 'MiB', 'memoryBytes', 2 ** 20),
  ];
}

function largestRequest({ pods }: Watched, time: number, resource: keyof Resources): number | null {
  const held = pods
    .filter(({ created, deleted }) => created <= time && (deleted === null || deleted > time))
    .map((pod) => requestsAt(pod, time)[resource])
    .filter((value) => value !== null);
  return held.length > 0 ? Math.max(...held) : null;
}
