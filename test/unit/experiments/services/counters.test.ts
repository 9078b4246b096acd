import {
  cumulative,
  interpolated,
  seriesOf,
  serviceSeries,
  type RawCounter,
} from '../../../../experiments/services/counters';

const counter = (points: RawCounter['points'], name = 'x', labels = {}): RawCounter => ({ name, labels, points });

test('a counter counts from its value at the start, evenly between two samples, and stays after its last', () => {
  const points = [
    [0, 100],
    [5000, 110],
    [10_000, 130],
  ] as const;
  // At 2 s it had 104; at 5 s 110, at 7.5 s 120, at 10 s 130.
  expect(cumulative([counter(points)], [2000, 5000, 7500, 10_000, 20_000])).toEqual([
    [2000, 0],
    [5000, 6],
    [7500, 16],
    [10_000, 26],
    [20_000, 26],
  ]);
});

test('a restart counts from 0 again', () => {
  const points = [
    [0, 50],
    [5000, 60],
    [10_000, 4],
  ] as const;
  expect(cumulative([counter(points)], [0, 10_000])).toEqual([
    [0, 0],
    [10_000, 14],
  ]);
});

test('a counter that comes under way counts from 0, one scrape before its first sample', () => {
  const old = counter([
    [0, 10],
    [20_000, 20],
  ]);
  const young = counter([
    [15_000, 6],
    [20_000, 8],
  ]);
  // At 12.5 s: 6.25 of the old one, and half of the young one's first 6.
  expect(cumulative([old, young], [0, 10_000, 12_500, 20_000])).toEqual([
    [0, 0],
    [10_000, 5],
    [12_500, 9.25],
    [20_000, 18],
  ]);
});

test('between points by straight lines, outside by the last', () => {
  const points = [
    [0, 0],
    [10, 5],
  ] as const;
  expect([-1, 4, 11].map((time) => interpolated(points, time))).toEqual([0, 2, 5]);
  expect(interpolated([], 0)).toBeNull();
});

test('counters go into the series that they are part of; probes and scrapes into none', () => {
  const of = (name: string, labels: Record<string, string>) => seriesOf({ name, labels });
  expect(of('node_http_requests_total', { route: '/', status: '200' })).toEqual(['requests']);
  expect(of('node_http_requests_total', { route: '/', status: '502' })).toEqual(['requests', 'failed']);
  expect(of('node_http_requests_total', { route: '/readyz', status: '503' })).toEqual([]);
  expect(of('http_request_duration_seconds_bucket', { route: '/', le: '0.5' })).toEqual(['latencyBucket/0.5']);
  expect(of('service_calls_total', { target: 'cart', result: 'failed' })).toEqual(['calls/cart', 'callsFailed/cart']);
  expect(of('container_cpu_cfs_periods_total', {})).toEqual([]);
  expect(of('container_cpu_cfs_periods_total', { container: 'istio-proxy' })).toEqual([]);
  expect(of('container_cpu_cfs_periods_total', { container: 'app' })).toEqual(['periods']);
  expect(of('nodejs_gc_total', {})).toEqual([]);
});

test('the pods of a service are added up', () => {
  const points = [
    [0, 0],
    [10_000, 10],
  ] as const;
  const one = (pod: string, status: string) => counter(points, 'node_http_requests_total', { pod, route: '/', status });
  expect(serviceSeries([one('a', '200'), one('b', '200'), one('b', '500')], [0, 5000])).toEqual({
    requests: [
      [0, 0],
      [5000, 15],
    ],
    failed: [
      [0, 0],
      [5000, 5],
    ],
  });
});
