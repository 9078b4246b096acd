import { analyse } from '../../../../experiments/slis';
import { SLI_NAMES, DEFINITIONS } from '../../../../experiments/slis/definitions';
import type { PodRecord, Recording, Series } from '../../../../experiments/types';
import { at, run, series, value } from '../../../fixtures/analysis';
import { buildRecording, meta, spec, target } from '../../../fixtures/recording';

describe('analyse', () => {
  const result = run();

  it('drops the kubeconfig and keeps the rest of the target', () => {
    expect(JSON.stringify(result)).not.toContain('secret-kubeconfig');
    expect(result.target).not.toHaveProperty('kubeconfig');
    expect(result.target.autoscaler).toEqual(target().autoscaler);
  });

  it('gives every SLI with its unit and what it means', () => {
    expect(Object.keys(result.slis)).toEqual(SLI_NAMES);
    for (const name of SLI_NAMES) {
      expect(result.slis[name]).toMatchObject({
        unit: DEFINITIONS[name].unit === 'currency' ? 'USD' : DEFINITIONS[name].unit,
        description: DEFINITIONS[name].description,
      });
    }
  });

  it('measures rates over the window without warm-up', () => {
    // 30 x 10 + 100 x 80 + 30 x 10 = 8600 requests in 160 s.
    expect(value(result, 'offeredRate')).toBeCloseTo(53.75, 9);
    expect(value(result, 'sentRate')).toBeCloseTo(53.75, 9);
    const served = value(result, 'servedRate') as number;
    expect(value(result, 'availability')).toBeCloseTo(served / 53.75, 9);
    expect(value(result, 'errorRate')).toBeCloseTo(1 - served / 53.75, 9);
  });

  it('measures replicas to the end of the cool-down', () => {
    // Ready 1 from 20 s, 2 from 70.5, 3 from 71.2, 4 from 72.1, 1 from 196.3 to 220.
    const integral = 50.5 * 1 + 0.7 * 2 + 0.9 * 3 + 124.2 * 4 + 23.7 * 1;
    expect(value(result, 'replicasMean')).toBeCloseTo(integral / 200, 6);
    expect(value(result, 'replicasMax')).toBe(4);
    expect(value(result, 'replicasEnd')).toBe(1);
  });

  it('measures pod-seconds from creation and CPU-seconds from scheduling', () => {
    // Created 66.30, 66.31, 66.32; deleted 197.1, 197.3, 197.4; the first pod 200 s. Requests 0.25 cores; scheduled 20 ms later.
    expect(value(result, 'podSeconds')).toBeCloseTo(200 + 130.8 + 130.99 + 131.08, 6);
    expect(value(result, 'requestedCpuSeconds')).toBeCloseTo(0.25 * (200 + 130.78 + 130.97 + 131.06), 6);
  });

  it('passes, and its window is stated', () => {
    expect(result).toMatchObject({
      verdict: 'pass',
      warnings: [],
      schema: 'autoscaling-testbed/result/v1',
      id: meta.id,
    });
    expect(result.window).toEqual({
      loadStart: '2026-11-23T10:00:00.000Z',
      measuredFrom: '2026-11-23T10:00:20.000Z',
      measuredTo: '2026-11-23T10:03:00.000Z',
      observedTo: '2026-11-23T10:03:40.000Z',
    });
    expect(value(result, 'reactionTime')).toBe(result.reactions[0]?.total);
  });

  it('fails one replica at the same load', () => {
    const fixed = run({}, 'fixed');
    expect(fixed.verdict).toBe('fail');
    expect(fixed.slis.reactionTime).toMatchObject({ value: null, atLeast: 100 });
    expect(fixed.reasons).toContain('reactionTime is over 100 s; asked for is at most 60 s.');
  });

  it('is not moved by what happened in the warm-up', () => {
    const { requests } = buildRecording();
    const slow = Float64Array.from(requests.duration, (duration, i) =>
      (requests.end[i] as number) < at(15) ? 4000 : duration,
    );
    const same = run({ requests: { ...requests, duration: slow } });
    expect(value(same, 'latencyP50')).toBe(value(result, 'latencyP50'));
  });
});

describe('CPU', () => {
  const flat = (points: Series['points']): Series => ({ query: '', unit: 'cores', points });

  it('is a share of what was requested, over the measured window', () => {
    // 0.2 cores used against one pod of 0.25.
    const fixed = run(
      {
        series: series({
          cpuUsage: flat([0, 15, 30, 45, 60, 75, 90, 105, 120, 135, 150, 165, 180].map((s) => [at(s), 0.2])),
        }),
      },
      'fixed',
    );
    expect(value(fixed, 'cpuUtilization')).toBeCloseTo(0.8, 9);
  });

  it.each([
    ['an empty series', flat([]), 'Prometheus has no data for cpuUsage'],
    ['its own reason', { ...flat([]), reason: 'refused' }, 'refused'],
    ['nothing but NaN', flat([[at(30), NaN]]), 'Prometheus has no data for cpuUsage'],
    [
      'a hole',
      flat([
        [at(0), 0.2],
        [at(100), 0.2],
      ]),
      'cpuUsage has no sample for 100 s of the measured window; at most 20 s may be missing',
    ],
    [
      'an end before the window',
      flat([[at(-100), 0.2]]),
      'cpuUsage has no sample for 280 s of the measured window; at most 20 s may be missing',
    ],
  ])('with %s is unknown, not 0, and the run invalid', (_, cpuUsage, reason) => {
    const found = run({ series: series({ cpuUsage }) });
    expect(found.slis.cpuUtilization).toMatchObject({ value: null, reason });
    expect(found.verdict).toBe('invalid');
  });

  it('without limits has no saturation, which alone is no fault', () => {
    const found = run({ series: series({ cpuThrottled: flat([]) }) });
    expect(found.slis.cpuSaturation?.value).toBeNull();
    expect(found.verdict).toBe('pass');
  });

  it('without a request has no utilization', () => {
    const pods = buildRecording('fixed').pods.map((pod): PodRecord => ({
      ...pod,
      requests: { cpuCores: null, memoryBytes: null },
    }));
    expect(run({ pods }, 'fixed').slis.cpuUtilization).toMatchObject({
      value: null,
      reason: expect.stringContaining('without a CPU request') as string,
    });
  });
});

describe('an invalid run', () => {
  it.each<[string, Partial<Recording>, RegExp]>([
    ['a problem', { problems: ['k6 was killed'] }, /^k6 was killed\.$/],
    ['no load', { loadStart: null }, /^Nothing could be measured: the load never started\.$/],
    [
      'no view of the Deployment',
      { replicas: [] },
      /^Unknown: replicasMax, replicasEnd, replicasMean \(the Deployment was never seen\)\.$/,
    ],
    [
      'a late view of the Deployment',
      { replicas: [{ time: at(25), desired: 1, created: 1, ready: 1 }] },
      /first seen 5\.0 s after the warm-up/,
    ],
    ['no pods', { pods: [] }, /podSeconds/],
  ])('comes from %s', (_, change, reason) => {
    const found = run(change);
    expect(found.verdict).toBe('invalid');
    expect(found.reasons).toContainEqual(expect.stringMatching(reason));
  });

  it('has no latency of no requests', () => {
    const none = {
      end: new Float64Array(),
      duration: new Float64Array(),
      status: new Uint16Array(),
      ok: new Uint8Array(),
    };
    const found = run({ requests: none });
    expect(found.verdict).toBe('invalid');
    for (const name of ['latencyP95', 'sentRate', 'servedRate', 'errorRate', 'availability']) {
      expect(found.slis[name]).toMatchObject({ value: null, reason: 'no request was sent in the measured window' });
    }
  });
});

it('what the recorder warns of is said', () => {
  expect(run({ warnings: ['Clocks differ'] }).warnings).toEqual(['Clocks differ.']);
});

describe('an HPA that does not do as its rules say', () => {
  it('is worth a warning, and leaves the verdict', () => {
    const hpa = buildRecording().hpa.map((point) => (point.metric === 196 ? { ...point, desiredReplicas: 3 } : point));
    const found = run({ hpa });
    expect(found.verdict).toBe('pass');
    expect(found.warnings[0]).toMatch(/^HPA decisions that agree .*: 9 against 10; .*asked for 3, its rules give 4\.$/);
  });
});

describe('a workload that rests at zero replicas', () => {
  it('has its CPU usage all the same: none while there is no pod', () => {
    const pods = buildRecording().pods.map((pod) => (pod.initial ? { ...pod, scheduled: at(60) } : pod));
    const { cpuUsage } = buildRecording().series;
    const points = cpuUsage!.points.filter(([time]) => time >= at(60));
    const series = { ...buildRecording().series, cpuUsage: { ...cpuUsage!, points } };
    expect(value(run({ pods, series }), 'cpuUtilization')).toBeGreaterThan(0);
    // Where there are pods a hole stays a hole.
    expect(run({ series }).slis['cpuUtilization']).toMatchObject({ value: null });
  });

  it('takes its wakening in the warm-up into no SLI', () => {
    const { replicas } = buildRecording();
    const asleep = [{ ...replicas[0]!, desired: 0 }, { ...replicas[0]!, time: at(19) }, ...replicas.slice(1)];
    // It takes 49 s until a pod is there, longer than the answer to the step.
    const late = { ...buildRecording().pods[1]!, created: at(48), scheduled: at(48), ready: at(49) };
    const pods = [...buildRecording().pods, late];
    const found = run({ replicas: asleep.map((row, index) => (index === 1 ? { ...row, time: at(47) } : row)), pods });
    expect(found.reactions.map(({ warmup, total }) => [warmup, total! > 45])).toEqual([
      [true, true],
      [undefined, false],
    ]);
    expect(value(found, 'reactionTime')).toBe(found.reactions[1]!.total);
  });
});

describe('a workload without a counter', () => {
  it('has no cross-check, and is none the worse', () => {
    const workload = { ...target().workload, servedCounter: undefined };
    const found = analyse(buildRecording(), spec, { ...target(), workload }, meta);
    expect(found.slis.servedByApplication).toMatchObject({
      value: null,
      reason: 'the workload names no counter of served requests',
    });
    expect(found.verdict).toBe('pass');
  });
});
