import type { TimelineRow, Watched } from '../../slis/timeline';
import { formatNumber } from '../../slis/units';
import { spansDecades } from '../scale';
import { metricChart, vpaCharts } from './autoscaler';
import type { Chart, Charted, Column } from './types';
import { usersChart } from './users';
import { rounded } from './values';

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
