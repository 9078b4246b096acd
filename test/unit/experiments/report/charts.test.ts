import { chartPage, summaryOf } from '../../../../experiments/report/charts';
import { analyse } from '../../../../experiments/slis';
import { timeline } from '../../../../experiments/slis/timeline';
import type { ExperimentSpec, Recording } from '../../../../experiments/types';
import { buildRecording, LOAD_START, meta, spec, target } from '../../../fixtures/recording';

function page(
  variant: 'hpa-cpu' | 'fixed' = 'hpa-cpu',
  change: Partial<Recording> = {},
  more: Partial<ExperimentSpec> = {},
) {
  const recording = buildRecording(variant, change);
  const asked = { ...spec, ...more };
  return chartPage(analyse(recording, asked, target(variant), meta), recording, timeline(recording, asked));
}

const chart = (id: string, of = page()) => of.charts.find((candidate) => candidate.id === id);

describe('chartPage', () => {
  it('gives every series a value, or a gap, for every second', () => {
    const { seconds, charts } = page();
    expect(charts.map(({ id }) => id)).toEqual([
      'rate',
      'latency',
      'errors',
      'replicas',
      'metric',
      'cpu',
      'throttling',
      'memory',
      'nodes',
    ]);
    for (const { series } of charts) for (const { values } of series) expect(values).toHaveLength(seconds.length);
  });

  it('draws the objective on latency, on a logarithmic scale where values span decades', () => {
    expect(chart('latency')).toMatchObject({ log: true, lines: [{ value: 250, label: 'latencyP50 ≤ 250 ms' }] });
  });

  it('shades warm-up, cool-down and gaps', () => {
    const gaps = [{ source: 'pods', from: LOAD_START + 30_000, to: LOAD_START + 31_000, message: '' }];
    expect(page('hpa-cpu', { gaps }).bands.filter(({ kind }) => kind !== 'violation')).toEqual([
      { from: 0, to: 20, kind: 'warmup' },
      { from: 180, to: 220, kind: 'cooldown' },
      { from: 30, to: 31, kind: 'gap' },
    ]);
  });

  it('shades the seconds in which an objective is broken', () => {
    const slow = (second: number) => ({ end: LOAD_START + second * 1000 + 300, duration: 300 });
    const sent = [slow(30), slow(31), slow(40)];
    const requests = {
      end: Float64Array.from(sent, ({ end }) => end),
      duration: Float64Array.from(sent, ({ duration }) => duration),
      status: new Uint16Array(3).fill(200),
      ok: new Uint8Array(3).fill(1),
    };
    expect(page('hpa-cpu', { requests }).bands.filter(({ kind }) => kind === 'violation')).toEqual([
      { from: 30, to: 32, kind: 'violation' },
      { from: 40, to: 41, kind: 'violation' },
    ]);
    expect(page('hpa-cpu', { requests }, { slos: [] }).bands.some(({ kind }) => kind === 'violation')).toBe(false);
  });

  it('has a line for each kind of error that there was', () => {
    expect(chart('errors')?.series.map(({ label }) => label)).toEqual(['failed', 'dropped', 'timed out']);
  });

  it('has the demand beside the replicas, where it is known', () => {
    const labels = (of: ReturnType<typeof page>) => chart('replicas', of)?.series.map(({ label }) => label);
    expect(labels(page())).toEqual(['desired', 'created', 'ready']);
    const known = page(
      'hpa-cpu',
      {},
      {
        demand: {
          curve: [
            { replicas: 1, rate: 25 },
            { replicas: 4, rate: 90 },
          ],
        },
      },
    );
    expect(labels(known)).toEqual(['demand', 'desired', 'created', 'ready']);
    const demand = chart('replicas', known)!.series[0]!.values;
    const at = (second: number) => demand[known.seconds.indexOf(second)];
    expect([-1, 0, 49, 50, 149, 150, 179, 180].map(at)).toEqual([null, 1, 1, 4, 4, 1, 1, 0]);
  });

  it('marks load changes, scale events and new pods in order of time', () => {
    expect(page().marks.map(({ at, kind }) => [Math.round(at * 10) / 10, kind])).toEqual([
      [50, 'load'],
      [66.2, 'scale'],
      [66.3, 'scale'],
      [70.4, 'scale'],
      [71.1, 'scale'],
      [72, 'scale'],
      [150, 'load'],
      [196.2, 'scale'],
      [196.3, 'scale'],
    ]);
  });

  it('says why a chart is empty instead of drawing 0', () => {
    expect(chart('metric', page('fixed'))?.empty).toBe('The variant "fixed" has no metric.');
    expect(chart('metric')?.empty).toBeUndefined();
    const series = { cpuUsage: { query: '', unit: '', points: [], reason: 'Prometheus did not answer' } };
    expect(chart('cpu', page('fixed', { series }))?.empty).toBe('Prometheus did not answer');
    expect(chart('throttling', page('fixed', { series }))?.empty).toBe('There is no data.');
  });

  it('sums the CPU requests of the pods that a node holds', () => {
    const { seconds } = page();
    const requested = chart('cpu')?.series[0]?.values;
    expect([0, 100, 219].map((second) => requested?.[seconds.indexOf(second)])).toEqual([0.25, 1, 0.25]);
  });
});

describe('the metric of the autoscaler', () => {
  it('is in its own unit, under its name', () => {
    const found = chart('metric');
    expect(found).toMatchObject({ title: "The autoscaler's metric against its target: cpu", unit: '% of the request' });
    expect(found?.series.map(({ label, values }) => [label, values.at(-1)])).toEqual([
      ['target', 60],
      ['metric', 4],
    ]);
  });

  it('is a multiple of the target where there are several', () => {
    const rps = { type: 'Pods', name: 'rps', targetType: 'AverageValue', value: 15, target: 10 };
    const hpa = buildRecording().hpa.map((point) => ({ ...point, metrics: [...point.metrics, rps] }));
    const found = chart('metric', page('hpa-cpu', { hpa }));
    expect(found).toMatchObject({ unit: 'x target', lines: [{ value: 1, label: 'target' }] });
    // The first is at 4 of 60 at the end.
    expect(found?.series.map(({ label, values }) => [label, values.at(-1)])).toEqual([
      ['cpu', 0.0667],
      ['rps', 1.5],
    ]);
  });
});

describe('the recommendation of a VPA', () => {
  const resources = (cpuCores: number, mebibytes: number) => ({ cpuCores, memoryBytes: mebibytes * 2 ** 20 });
  const vpa = [
    {
      time: LOAD_START + 60_000,
      target: resources(0.5, 96),
      lowerBound: resources(0.1, 48),
      upperBound: resources(9, 900),
    },
  ];
  const recording = buildRecording('fixed', { vpa });
  const autoscaler = { name: 'vpa', settings: {}, vpa: 'sample' };
  const result = analyse(recording, spec, { ...target('fixed'), autoscaler }, meta);
  const { charts, seconds } = chartPage(result, recording, timeline(recording, spec));

  it('is shown beside what the pods request', () => {
    const at = (id: string, second: number) =>
      charts.find((one) => one.id === id)?.series.map(({ values }) => values[seconds.indexOf(second)]);
    // requested, lower bound, target
    expect(at('vpa-cpu', 59)).toEqual([0.25, null, null]);
    expect(at('vpa-cpu', 60)).toEqual([0.25, 0.1, 0.5]);
    expect(at('vpa-memory', 60)).toEqual([64, 48, 96]);
  });
});

it('replicas are drawn at zero, not as unknown', () => {
  const replicas = buildRecording().replicas.map((point) => ({ ...point, desired: 0, created: 0, ready: 0 }));
  const found = chart('replicas', page('fixed', { replicas: replicas.slice(0, 1), pods: [] }));
  expect(found?.series.map(({ values }) => values.at(-1))).toEqual([0, 0, 0]);
  expect(found?.empty).toBeUndefined();
  expect(chart('cpu', page('fixed', { pods: [] }))?.series[0]?.values.at(-1)).toBe(0);
});

describe('summaryOf', () => {
  it('leaves unknown values out', () => expect(summaryOf([null, 2, 4, null])).toEqual({ mean: 3, max: 4 }));
  it('of nothing is nothing', () => expect(summaryOf([null])).toBeNull());
});
