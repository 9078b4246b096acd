import { chartPage, summaryOf } from '../../../../experiments/report/charts';
import { analyse } from '../../../../experiments/slis';
import { timeline } from '../../../../experiments/slis/timeline';
import type { Recording } from '../../../../experiments/types';
import { buildRecording, LOAD_START, meta, spec, target } from '../../../fixtures/recording';

function page(variant: 'hpa-cpu' | 'fixed' = 'hpa-cpu', change: Partial<Recording> = {}) {
  const recording = buildRecording(variant, change);
  return chartPage(analyse(recording, spec, target(variant), meta), recording, timeline(recording, spec));
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
      'nodes',
    ]);
    for (const { series } of charts) for (const { values } of series) expect(values).toHaveLength(seconds.length);
  });

  it('draws the objective on latency, on a logarithmic scale where values span decades', () => {
    expect(chart('latency')).toMatchObject({ log: true, lines: [{ value: 250, label: 'latencyP50 ≤ 250 ms' }] });
  });

  it('shades warm-up, cool-down and gaps', () => {
    const gaps = [{ source: 'pods', from: LOAD_START + 30_000, to: LOAD_START + 31_000, message: '' }];
    expect(page('hpa-cpu', { gaps }).bands).toEqual([
      { from: 0, to: 20, kind: 'warmup' },
      { from: 180, to: 220, kind: 'cooldown' },
      { from: 30, to: 31, kind: 'gap' },
    ]);
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

describe('summaryOf', () => {
  it('leaves unknown values out', () => expect(summaryOf([null, 2, 4, null])).toEqual({ mean: 3, max: 4 }));
  it('of nothing is nothing', () => expect(summaryOf([null])).toBeNull());
});
