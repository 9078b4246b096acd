import type { RawCounter } from '../../../../experiments/services/counters';
import { meshSeries, meshSeriesOf } from '../../../../experiments/services/mesh';

const of = (name: string, labels: Record<string, string>) => meshSeriesOf({ name, labels });
const DURATION = 'istio_request_duration_milliseconds';

test('what its own proxy let in is of the service, by code; 0 is a caller that went away', () => {
  const served = (response_code: string) => of('istio_requests_total', { reporter: 'destination', response_code });
  expect(served('200')).toEqual(['requests']);
  expect(served('503')).toEqual(['requests', 'failed', 'code/503']);
  expect(served('404')).toEqual(['requests', 'failed', 'code/404']);
  expect(served('0')).toEqual(['requests', 'failed', 'code/0']);
  expect(of(`${DURATION}_sum`, { reporter: 'destination' })).toEqual(['latencySum']);
  expect(of(`${DURATION}_count`, { reporter: 'destination' })).toEqual(['latencyCount']);
  expect(of(`${DURATION}_bucket`, { reporter: 'destination', le: '2500.0' })).toEqual(['latencyBucket/2.5']);
  expect(of(`${DURATION}_bucket`, { reporter: 'destination', le: '1.8e+06' })).toEqual(['latencyBucket/1800']);
  expect(of(`${DURATION}_bucket`, { reporter: 'destination', le: '+Inf' })).toEqual(['latencyBucket/+Inf']);
});

test('what it let out is a call: to the workload where the proxy knows it, else to the service, else to the host', () => {
  const called = (labels: Record<string, string>) => of('istio_requests_total', { reporter: 'source', ...labels });
  // The embedded cluster's, and Istio's own.
  expect(called({ destination_service_name: 'cart', response_code: '200' })).toEqual(['calls/cart']);
  expect(called({ destination_workload: 'cart-v2', destination_service_name: 'cart', response_code: '502' })).toEqual([
    'calls/cart-v2',
    'callsFailed/cart-v2',
  ]);
  expect(called({ destination_workload: 'unknown', destination_service: 'bank.example' })).toEqual([
    'calls/bank.example',
  ]);
  expect(called({ destination_workload: 'unknown' })).toEqual([]);
  expect(of(`${DURATION}_bucket`, { reporter: 'source', destination_service_name: 'cart', le: '100' })).toEqual([
    'callBucket/cart|0.1',
  ]);
  expect(of('istio_requests_total', { reporter: 'waypoint', destination_workload: 'cart' })).toEqual([]);
});

test('CPU and throttling are of the application and of the proxy apart', () => {
  expect(of('container_cpu_usage_seconds_total', { container: 'app' })).toEqual(['cpu']);
  expect(of('container_cpu_usage_seconds_total', { container: 'istio-proxy' })).toEqual(['proxyCpu']);
  expect(of('container_cpu_cfs_throttled_periods_total', { container: 'istio-proxy' })).toEqual([
    'proxyThrottledPeriods',
  ]);
  expect(of('container_cpu_cfs_periods_total', { container: '' })).toEqual([]);
  expect(of('container_cpu_usage_seconds_total', { container: 'POD' })).toEqual([]);
});

const counter = (name: string, labels: Record<string, string>, ...values: number[]): RawCounter => ({
  name,
  labels,
  points: values.map((value, index) => [index * 5000, value]),
});

test('times become seconds; CPU is known until the last look; what is in no mesh has no series', () => {
  const cpu = counter('container_cpu_usage_seconds_total', { container: 'app' }, 0, 1, 1, 3, 3);
  const found = meshSeries(
    [counter(`${DURATION}_sum`, { reporter: 'destination' }, 0, 500, 1000, 1500, 2000), cpu],
    [0, 10_000, 15_000, 20_000],
  );
  expect(found['latencySum']?.at(-1)).toEqual([20_000, 2]);
  // Between the looks at 5 and 15 s evenly; nobody has looked since.
  expect(found['cpu']).toEqual([
    [0, 0],
    [10_000, 2],
    [15_000, 3],
  ]);
  expect(meshSeries([cpu], [0, 10_000])).toEqual({});
});

test('buckets without any request, and those after the one with all of them, are left out', () => {
  const bucket = (le: string, count: number) =>
    counter(`${DURATION}_bucket`, { reporter: 'destination', le }, 0, count);
  const all = [
    bucket('0.5', 0),
    bucket('1', 0),
    bucket('5', 40),
    bucket('10', 100),
    bucket('25', 100),
    bucket('+Inf', 100),
  ];
  expect(Object.keys(meshSeries(all, [0, 5000]))).toEqual([
    'latencyBucket/0.001',
    'latencyBucket/0.005',
    'latencyBucket/0.01',
    'latencyBucket/+Inf',
  ]);
});
