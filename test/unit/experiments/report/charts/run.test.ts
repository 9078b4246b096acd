import { chart, page } from '../../../../fixtures/charts';
import { buildRecording } from '../../../../fixtures/recording';

it('draws the objective on latency, on a logarithmic scale where values span decades', () => {
  expect(chart('latency')).toMatchObject({ log: true, lines: [{ value: 250, label: 'latencyP50 ≤ 250 ms' }] });
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

it('sums the CPU requests of the pods that a node holds', () => {
  const { seconds } = page();
  const requested = chart('cpu')?.series[0]?.values;
  expect([0, 100, 219].map((second) => requested?.[seconds.indexOf(second)])).toEqual([0.25, 1, 0.25]);
});

it('replicas are drawn at zero, not as unknown', () => {
  const replicas = buildRecording().replicas.map((point) => ({ ...point, desired: 0, created: 0, ready: 0 }));
  const found = chart('replicas', page('fixed', { replicas: replicas.slice(0, 1), pods: [] }));
  expect(found?.series.map(({ values }) => values.at(-1))).toEqual([0, 0, 0]);
  expect(found?.empty).toBeUndefined();
  expect(chart('cpu', page('fixed', { pods: [] }))?.series[0]?.values.at(-1)).toBe(0);
});
