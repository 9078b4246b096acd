import { chart, page } from '../../../../fixtures/charts';

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

  it('says why a chart is empty instead of drawing 0', () => {
    expect(chart('metric', page('fixed'))?.empty).toBe('The variant "fixed" has no metric.');
    expect(chart('metric')?.empty).toBeUndefined();
    const series = { cpuUsage: { query: '', unit: '', points: [], reason: 'Prometheus did not answer' } };
    expect(chart('cpu', page('fixed', { series }))?.empty).toBe('Prometheus did not answer');
    expect(chart('throttling', page('fixed', { series }))?.empty).toBe('There is no data.');
  });
});
