import { serviceCharts, servicesSection } from '../../../../experiments/report/services';
import { SIGNALS } from '../../../../experiments/services/signals';
import type { SignalName, Signals } from '../../../../experiments/services/types';
import type { TimelineRow } from '../../../../experiments/slis/timeline';
import type { Result } from '../../../../experiments/types';
import { node, service as serviceOf } from '../bottleneck/levels';

const series = (values: Readonly<Record<string, readonly (readonly [number, number])[]>>) =>
  Object.fromEntries(Object.entries(values).map(([name, points]) => [name, { query: '', unit: '', points }]));
const services = {
  a: {
    replicas: [{ time: 0, desired: 1, created: 1, ready: 1 }],
    pods: [],
    // 10 requests/s, then 20.
    series: series({
      requests: [
        [0, 0],
        [10_000, 100],
        [20_000, 300],
      ],
      failed: [
        [0, 0],
        [20_000, 30],
      ],
    }),
  },
};
const target = { services: [node('a'), node('b')] } as unknown as Result['target'];
const rows = [0, 5, 10, 15].map(
  (s) => ({ time: s * 1000, phase: s === 0 ? 'idle' : 'measured' }) as unknown as TimelineRow,
);

test('a chart of each signal has a line for each service', () => {
  const charts = serviceCharts({ target }, { services }, rows);
  expect(charts.map(({ id }) => id)).toEqual(
    ['rate', 'latencyP95', 'errorShare', 'cpuOfLimit', 'queue', 'replicas'].map((name) => `services-${name}`),
  );
  expect(charts[0]?.series.map(({ label, values }) => [label, values])).toEqual([
    // Over ten seconds around each row.
    ['a', [null, 10, 15, 20]],
    ['b', [null, null, null, null]],
  ]);
  expect(charts[2]?.series[0]?.values).toEqual([null, 15, 10, 7.5]);
});

test('there are none of a workload that is one service', () => {
  expect(serviceCharts({ target: {} as Result['target'] }, {}, rows)).toEqual([]);
  expect(servicesSection({ target })).toBeNull();
});

test('the table has the signals with their units, and why there are none', () => {
  const nothing = Object.fromEntries(Object.keys(SIGNALS).map((name) => [name, null])) as Record<SignalName, null>;
  const signals: Signals = {
    ...nothing,
    rate: 12.3,
    errorShare: 0.05,
    latencyP95: 123.4,
    cpuOfLimit: 0.876,
    queue: 1.26,
  };
  const text = servicesSection({
    target,
    services: { '<cart>': { signals, calls: {} }, api: { signals: nothing, calls: {}, reason: 'no pod was seen' } },
  })?.text.replace(/\s+/g, ' ');
  expect(text).toContain('<th scope="row">&lt;cart&gt;</th>');
  for (const value of ['12.30', '5', '123', '87.60', '1.26', '–'])
    expect(text).toContain(`<td class="value">${value}</td>`);
  expect(text).toContain('<th scope="col" class="value">p95, ms</th>');
  expect(text).toContain('no pod was seen');
});

describe('the section of a run whose services the mesh told of', () => {
  const result = {
    target: { services: [node('a', ['b']), node('b')] },
    services: {
      a: {
        ...serviceOf({
          rate: 40,
          latencyMean: 100,
          latencyP95: 210,
          work: 4,
          downstreamWait: 96,
          cpuOfLimit: 0.35,
          inFlight: 4,
        }),
        calls: { b: { rate: 40, errorShare: 0.5, latencyMean: 96, latencyP95: 190 } },
        from: 'mesh',
        codes: { '503': 0.05 },
      },
      b: { ...serviceOf({ rate: 40, latencyMean: 95, work: 10, cpuOfLimit: 0.99 }), from: 'mesh' },
    },
  } as unknown as Result;
  const text = servicesSection(result)?.text.replace(/\s+/g, ' ') ?? '';

  it('says so, has what the mesh knows, and the codes of what failed', () => {
    expect(text).toContain('as the mesh sees them');
    expect(text).toContain('<th scope="col" class="value">in it</th>');
    expect(text).not.toContain('>pool</th>');
    expect(text).toContain('<td class="soft">503: 5 %</td>');
    expect(text).toContain('CPU of one request: CPU / rate');
  });

  it('has the picture of the calls with the saturated service marked, and their table', () => {
    expect(text).toContain('<svg class="graph"');
    expect(text).toContain('▶ b</text>');
    expect(text).toContain('a calls b: 40/s, 50 % failed, p95 190 ms');
    expect(text).toContain('<th scope="row">a → b</th>');
  });

  it('has charts of the requests in each service in place of queues', () => {
    const recorded = {
      a: {
        replicas: [],
        pods: [],
        series: series({
          'mesh/requests': [
            [0, 0],
            [10_000, 100],
          ],
        }),
      },
    };
    const ids = serviceCharts(result, { services: recorded }, []).map(({ id }) => id);
    expect(ids).toContain('services-inFlight');
    expect(ids).not.toContain('services-queue');
  });
});

test('where nothing is saturated no service is marked; where none answered there is no picture', () => {
  const of = (utilization: number | null) =>
    servicesSection({
      target,
      services: {
        a: serviceOf({ rate: 10, latencyMean: utilization === null ? null : 20, cpuOfLimit: utilization }),
        b: serviceOf({}),
      },
    })?.text ?? '';
  expect(of(0.5)).toContain('<svg');
  expect(of(0.5)).not.toContain('▶');
  expect(of(null)).not.toContain('<svg');
});
