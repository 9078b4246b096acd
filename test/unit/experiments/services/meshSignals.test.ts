import { meshResult } from '../../../../experiments/services/meshSignals';
import type { ServiceRecording } from '../../../../experiments/services/types';

const series = (values: Readonly<Record<string, number>>, end = 10_000): ServiceRecording['series'] =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      `mesh/${name}`,
      {
        query: '',
        unit: '',
        points: [
          [0, 0],
          [end, value],
        ],
      },
    ]),
  );
const replicas = [{ time: 0, desired: 2, created: 2, ready: 2 }];
const service = { cpuLimit: 0.5, concurrency: 1 };
const near = (value: number): unknown => expect.closeTo(value, 3);

/** 100 requests in 10 s on two pods of half a core. */
const recording: ServiceRecording = {
  replicas,
  pods: [],
  series: series({
    requests: 100,
    failed: 7,
    'code/503': 5,
    'code/404': 2,
    latencySum: 20,
    latencyCount: 100,
    'latencyBucket/0.1': 40,
    'latencyBucket/0.25': 90,
    'latencyBucket/0.5': 99,
    'latencyBucket/+Inf': 100,
    cpu: 6,
    proxyCpu: 1,
    throttledPeriods: 30,
    periods: 120,
    proxyThrottledPeriods: 6,
    proxyPeriods: 60,
    'calls/cart': 50,
    'callsFailed/cart': 10,
    'callSeconds/cart': 4,
    'callCount/cart': 40,
    'callBucket/cart|0.1': 20,
    'callBucket/cart|0.25': 40,
    'callBucket/cart|+Inf': 40,
  }),
};

test('a service by its proxy, worked out by hand', () => {
  const { signals, codes, from, reason } = meshResult(recording, service, 0, 10_000);
  expect(signals).toMatchObject({
    rate: near(10),
    errorShare: near(0.07),
    latencyMean: near(200),
    // 50th of 100: 10 of 50 into the bucket from 100 to 250 ms; 95th: 5 of 9 into that from 250 to 500 ms.
    latencyP50: near(130),
    latencyP95: near(388.889),
    latencyP99: near(500),
    // 0.6 cores for 10/s.
    work: near(60),
    cpu: near(0.6),
    cpuOfLimit: near(0.6),
    busy: near(0.3),
    throttled: near(0.25),
    replicas: 2,
    inFlight: near(2),
    proxyCpu: near(0.1),
    proxyThrottled: near(0.1),
    // What no proxy sees.
    poolWait: null,
    delay: null,
    workWait: null,
    downstreamWait: null,
    queue: null,
  });
  expect(codes).toEqual({ '503': 0.05, '404': 0.02 });
  expect([from, reason]).toEqual(['mesh', undefined]);
});

test('its calls: the mean is of those that were timed', () => {
  expect(meshResult(recording, service, 0, 10_000).calls).toEqual({
    // 38th of 40: 18 of 20 into the bucket from 100 to 250 ms.
    cart: { rate: near(5), errorShare: near(0.2), latencyMean: near(100), latencyP95: near(235) },
  });
});

test('CPU is over the time that cAdvisor has looked at', () => {
  const known = (until: number) => ({
    ...recording,
    series: { ...recording.series, ...series({ cpu: 6 }, until) },
  });
  // 6 s in 7.5 s, of which the last 5.5 s.
  expect(meshResult(known(7500), service, 2000, 10_000).signals.cpu).toBeCloseTo(0.8);
  expect(meshResult(known(6000), service, 2000, 10_000).signals.cpu).toBeNull();
});

test('of an unknown limit no share is known', () => {
  const { cpu, cpuOfLimit, busy } = meshResult(recording, {}, 0, 10_000).signals;
  expect([cpu, cpuOfLimit, busy]).toEqual([near(0.6), null, null]);
});

test('no data is not zero', () => {
  const { signals, codes, reason } = meshResult({ replicas: [], pods: [], series: {} }, service, 0, 10_000);
  expect(new Set(Object.values(signals))).toEqual(new Set([null]));
  expect(codes).toEqual({});
  expect(reason).toContain('the mesh counted none of its requests');
  const failed = { 'mesh/requests': { query: '', unit: '', points: [], reason: 'Prometheus did not answer: 503' } };
  expect(meshResult({ replicas: [], pods: [], series: failed }, service, 0, 1).reason).toBe(
    'Prometheus did not answer: 503',
  );
});
