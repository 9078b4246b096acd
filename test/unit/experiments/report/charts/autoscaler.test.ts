import { chartPage } from '../../../../../experiments/report/charts';
import { analyse } from '../../../../../experiments/slis';
import { timeline } from '../../../../../experiments/slis/timeline';
import { chart, page } from '../../../../fixtures/charts';
import { buildRecording, LOAD_START, meta, spec, target } from '../../../../fixtures/recording';

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
