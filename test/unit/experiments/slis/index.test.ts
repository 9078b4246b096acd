import { analyse } from '../../../../experiments/slis';
import { SLI_NAMES, DEFINITIONS } from '../../../../experiments/slis/definitions';
import type { Gap, PodRecord, Recording, Result, Series } from '../../../../experiments/types';
import { buildRecording, LOAD_START, meta, spec, target } from '../../../fixtures/recording';

const at = (second: number): number => LOAD_START + second * 1000;
const run = (change: Partial<Recording> = {}, variant: 'hpa-cpu' | 'fixed' = 'hpa-cpu'): Result =>
  analyse(buildRecording(variant, change), spec, target(variant), meta);
const value = (result: Result, name: string): number | null | undefined => result.slis[name]?.value;
const series = (change: Record<string, Series>): Record<string, Series> => ({ ...buildRecording().series, ...change });

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
  const gap = (from: number, to: number): Gap => ({
    source: 'pods',
    from: at(from),
    to: at(to),
    message: 'the stream ended',
  });

  it.each<[string, Partial<Recording>, RegExp]>([
    ['a problem', { problems: ['k6 was killed'] }, /^k6 was killed\.$/],
    ['no load', { loadStart: null }, /^Nothing could be measured: the load never started\.$/],
    ['an end within the load', { to: at(100) }, /^The recording ended 80 s before the load was due to end\.$/],
    ['an end within the cool-down', { to: at(200) }, /^The recording ended 20 s before the cool-down was over\.$/],
    ['no summary', { summary: null }, /^k6's own summary never came/],
    [
      'a long gap',
      { gaps: [gap(50, 61)] },
      /^"pods" has gaps of 11 s .* the longest of 11 s \(the stream ended\)\. At most 10 s at once/,
    ],
    ['many gaps', { gaps: [gap(50, 54), gap(60, 64), gap(70, 74)] }, /^"pods" has gaps of 12 s/],
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
    ['no view of the HPA', { hpa: [] }, /^The HorizontalPodAutoscaler "sample" was never observed\.$/],
    [
      'no count of the application',
      { series: series({ servedTotal: { query: '', unit: '', points: [], reason: 'gone' } }) },
      /^The application's own count of served requests \(heavywork_requests_total\) is unknown: gone\.$/,
    ],
    [
      'another count of the application',
      { series: series({ servedTotal: { query: '', unit: '', points: [[0, 5000]] } }) },
      /^Requests served by the application's own count .*: 5000 against 7810; at most/,
    ],
  ])('comes from %s', (_, change, reason) => {
    const found = run(change);
    expect(found.verdict).toBe('invalid');
    expect(found.reasons).toContainEqual(expect.stringMatching(reason));
  });

  it('comes from a generator that could not keep up, by more than 1 %', () => {
    const drop = (count: number): Result => run({ dropped: [{ time: at(60), count }] });
    // 86 of 8600 is 1 %.
    expect(drop(86).verdict).toBe('pass');
    const over = drop(87);
    expect(over.verdict).toBe('invalid');
    expect(over.reasons[0]).toMatch(
      /^The load generator could not keep up: it sent 8600 of 8600 requests due \(87 dropped\), 1\.01 % short/,
    );
    expect(value(over, 'droppedShare')).toBeCloseTo(87 / 8687, 9);
  });

  it('comes from requests that were neither sent nor reported as dropped', () => {
    const { requests, summary } = buildRecording();
    const keep = requests.end.length - 200;
    const cut = {
      end: requests.end.slice(0, keep),
      duration: requests.duration.slice(0, keep),
      status: requests.status.slice(0, keep),
      ok: requests.ok.slice(0, keep),
    };
    expect(run({ requests: cut, summary }).reasons).toContainEqual(
      expect.stringMatching(/^The load generator could not keep up/),
    );
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

describe('warnings', () => {
  it.each<[string, Partial<Recording>, RegExp]>([
    [
      'a short gap',
      { gaps: [{ source: 'pods', from: at(50), to: at(54), message: 'ended' }] },
      /^"pods" has gaps of 4 s/,
    ],
    ['what the recorder says', { warnings: ['Clocks differ'] }, /^Clocks differ\.$/],
    [
      'a blind HPA',
      {
        hpa: buildRecording().hpa.map((point) =>
          point.time === at(81.2)
            ? { ...point, metric: null, scalingActive: 'False', reason: 'FailedGetResourceMetric' }
            : point,
        ),
      },
      /^The HPA had no metric for 15 s of the measured window \(FailedGetResourceMetric\)/,
    ],
    [
      'an HPA that lacks one of its metrics',
      {
        hpa: buildRecording().hpa.map((point) =>
          point.time === at(81.2)
            ? { ...point, metrics: [...point.metrics, { ...point.metrics[0]!, name: 'rps', value: null }] }
            : point,
        ),
      },
      /^The HPA could not read one of its metrics for 15 s/,
    ],
    [
      "KEDA's fallback",
      {
        scaledObject: [
          { time: at(30), active: 'True', ready: 'True', fallback: 'True' },
          { time: at(40), active: 'True', ready: 'True', fallback: 'False' },
        ],
      },
      /^KEDA could not read a trigger and held the replicas at its fallback for 10 s\.$/,
    ],
    [
      'requests at zero replicas',
      {
        replicas: [
          { ...buildRecording().replicas[0]!, ready: 0 },
          { time: at(30), desired: 1, created: 1, ready: 1 },
          ...buildRecording().replicas.slice(1),
        ],
      },
      // 10 a second: 30 s of them, 10 s of which are measured.
      /^300 requests were sent while no replica was ready, 100 of them in the measured window\./,
    ],
    [
      'restarts',
      { pods: buildRecording().pods.map((pod) => (pod.initial ? { ...pod, restarts: 2 } : pod)) },
      /restarted 2 times\.$/,
    ],
    [
      'a pod that waits for a node',
      {
        pods: [
          ...buildRecording().pods,
          { ...(buildRecording().pods[0] as PodRecord), name: 'late', created: at(67), scheduled: null, ready: null },
        ],
      },
      /^Pod late never became ready: it was not scheduled\.$/,
    ],
  ])('come from %s, and leave the verdict', (_, change, warning) => {
    const found = run(change);
    expect(found.warnings).toContainEqual(expect.stringMatching(warning));
    expect(found.verdict).toBe('pass');
  });

  it('do not come from an HPA that is off at zero replicas, nor from targets that are not there then', () => {
    const hpa = buildRecording().hpa.map((point) =>
      point.time === at(81.2)
        ? { ...point, metric: null, scalingActive: 'False', reason: 'ScalingDisabled', metrics: [] }
        : point,
    );
    const targetsUp = { query: '', unit: 'share', points: [[at(20), 1] as const, [at(30), 0] as const] };
    const series = { ...buildRecording().series, targetsUp };
    expect(run({ hpa, series }).warnings).toEqual([]);
  });

  it('do not come from gaps outside the observed time', () => {
    expect(run({ gaps: [{ source: 'pods', from: at(-8), to: at(20), message: '' }] }).warnings).toEqual([]);
  });

  it('tell of requests without a connection, whose latency is 0', () => {
    const { requests } = buildRecording();
    const duration = Float64Array.from(requests.duration, (d, i) => (requests.ok[i] ? d : 0));
    expect(
      run({ requests: { ...requests, duration }, summary: { metrics: { http_reqs: { count: 8800 } } } }).warnings[0],
    ).toMatch(/requests \(11\.\d+ %\) failed before they were connected/);
  });

  it('tell of more requests than were due', () => {
    const { requests } = buildRecording();
    const twice = <T extends Float64Array | Uint16Array | Uint8Array>(column: T): T => {
      const all = new (column.constructor as new (length: number) => T)(column.length + 400);
      all.set(column);
      all.set(column.slice(4000, 4400), column.length);
      return all;
    };
    const more = {
      end: twice(requests.end),
      duration: twice(requests.duration),
      status: twice(requests.status),
      ok: twice(requests.ok),
    };
    expect(run({ requests: more }).warnings[0]).toMatch(/more requests were sent than were due/);
  });
});

describe('an HPA that does not do as its rules say', () => {
  it('is worth a warning, and leaves the verdict', () => {
    const hpa = buildRecording().hpa.map((point) => (point.metric === 196 ? { ...point, desiredReplicas: 3 } : point));
    const found = run({ hpa });
    expect(found.verdict).toBe('pass');
    expect(found.warnings[0]).toMatch(/^HPA decisions that agree .*: 9 against 10; .*asked for 3, its rules give 4\.$/);
  });
});

describe('an autoscaler that was never observed', () => {
  it.each([
    ['scaledObject', /^The ScaledObject "x" was never observed\.$/],
    ['vpa', /^The VerticalPodAutoscaler "x" was never observed\.$/],
  ])('makes the run invalid: %s', (key, reason) => {
    const { autoscaler } = target();
    const found = analyse(buildRecording(), spec, { ...target(), autoscaler: { ...autoscaler, [key]: 'x' } }, meta);
    expect(found.verdict).toBe('invalid');
    expect(found.reasons).toContainEqual(expect.stringMatching(reason));
  });

  it('is told where it did nothing', () => {
    const none = { cpuCores: null, memoryBytes: null };
    const vpa = [{ time: at(0), target: none, lowerBound: none, upperBound: none }];
    const { autoscaler } = target();
    const names = { ...target(), autoscaler: { ...autoscaler, vpa: 'x' } };
    expect(analyse(buildRecording('hpa-cpu', { vpa }), spec, names, meta).warnings[0]).toMatch(
      /^The VPA changed no pod during the run/,
    );
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
