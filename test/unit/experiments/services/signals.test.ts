import { callsOf, signalsOf, SIGNALS } from '../../../../experiments/services/signals';
import type { ServiceRecording } from '../../../../experiments/services/types';

const series = (values: Readonly<Record<string, number>>): ServiceRecording['series'] =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      {
        query: '',
        unit: '',
        points: [
          [0, 0],
          [10_000, value],
        ],
      },
    ]),
  );
const replicas = [{ time: 0, desired: 2, created: 2, ready: 2 }];
const service = { cpuLimit: 0.5, concurrency: 1, pool: 4 };

/** 100 requests in 10 s on two pods of half a core. */
const recording: ServiceRecording = {
  replicas,
  pods: [],
  series: series({
    requests: 100,
    failed: 5,
    latencySum: 20,
    latencyCount: 100,
    'latencyBucket/0.1': 40,
    'latencyBucket/0.2': 90,
    'latencyBucket/0.4': 99,
    'latencyBucket/+Inf': 100,
    poolWait: 2,
    delay: 1,
    workWait: 4,
    work: 8,
    downstreamWait: 5,
    cpu: 6,
    throttledPeriods: 30,
    periods: 120,
    'calls/cart': 50,
    'callsFailed/cart': 10,
    'callSeconds/cart': 5,
  }),
};

test('signals of a service, worked out by hand', () => {
  const signals = signalsOf(recording, service, 0, 10_000);
  const expected = {
    rate: 10,
    errorShare: 0.05,
    latencyMean: 200,
    // 50th of 100: 10 of 50 into the bucket from 100 to 200 ms.
    latencyP50: 120,
    // 95th: 5 of 9 into the bucket from 200 to 400 ms.
    latencyP95: 311.111,
    latencyP99: 400,
    poolWait: 20,
    delay: 10,
    workWait: 40,
    work: 80,
    downstreamWait: 50,
    cpu: 0.6,
    // 0.6 of 2 x 0.5 cores.
    cpuOfLimit: 0.6,
    throttled: 0.25,
    // 8 s of 2 threads x 10 s.
    busy: 0.4,
    // 1 + 4 + 8 + 5 s of 2 x 4 places x 10 s.
    poolUsed: 0.225,
    // (2 + 4) s waited in 10 s.
    queue: 0.6,
    replicas: 2,
    // 10/s of 0.2 s.
    inFlight: 2,
  };
  const { queueing, proxyCpu, proxyThrottled } = signals;
  expect([queueing, proxyCpu, proxyThrottled]).toEqual([null, null, null]);
  expect(Object.keys(signals)).toEqual(Object.keys(SIGNALS));
  for (const [name, value] of Object.entries(expected))
    expect([name, signals[name as keyof typeof signals]]).toEqual([name, expect.closeTo(value, 3)]);
});

test('the same over half of the time', () => {
  const { rate, latencyMean, queue } = signalsOf(recording, service, 5000, 10_000);
  expect([rate, latencyMean, queue]).toEqual([10, 200, 0.6].map((value): unknown => expect.closeTo(value)));
});

test('no data is not zero, but what a service that answers never counted is', () => {
  const empty = signalsOf({ replicas: [], pods: [], series: {} }, service, 0, 10_000);
  expect(new Set(Object.values(empty))).toEqual(new Set([null]));
  const idle = signalsOf({ replicas, pods: [], series: series({ requests: 0 }) }, service, 0, 10_000);
  expect(idle).toMatchObject({ rate: 0, latencyMean: null, work: null, busy: 0, queue: 0, poolUsed: 0, cpu: null });
  const { poolUsed } = signalsOf(recording, { cpuLimit: 0.5, concurrency: 1 }, 0, 10_000);
  expect(poolUsed).toBeNull();
});

test('a percentile in the last, open bucket is at least its bound', () => {
  const slow = { ...recording, series: series({ 'latencyBucket/10': 1, 'latencyBucket/+Inf': 100 }) };
  expect(signalsOf(slow, service, 0, 10_000).latencyP50).toBe(10_000);
});

test('calls by their target', () => {
  expect(callsOf(recording, 0, 10_000)).toEqual({ cart: { rate: 5, errorShare: 0.2, latencyMean: 100 } });
});
