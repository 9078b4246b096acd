import { chain } from '../../../../experiments/slis/moments';
import { NOT_RECOVERED, reactions } from '../../../../experiments/slis/reaction';
import type { HpaPoint, PodRecord, Reaction, Recording } from '../../../../experiments/types';
import { buildRecording, LOAD_START, spec, target } from '../../../fixtures/recording';

const hpa = target('hpa-cpu').autoscaler;
const fixed = target('fixed').autoscaler;
const at = (second: number): number => LOAD_START + second * 1000;

function only(found: Reaction[]): Reaction {
  expect(found).toHaveLength(1);
  return found[0] as Reaction;
}

function parts(reaction: Reaction): Record<string, number | null> {
  return Object.fromEntries(reaction.parts.map(({ name, seconds }) => [name, seconds]));
}

function reasons(reaction: Reaction): Record<string, string | undefined> {
  return Object.fromEntries(reaction.parts.map(({ name, reason }) => [name, reason]));
}

function sum(reaction: Reaction): number {
  return reaction.parts.reduce((total, { seconds }) => total + (seconds ?? 0), 0);
}

const point = (second: number, metric: number | null, desiredReplicas = 1): HpaPoint => ({
  time: at(second),
  desiredReplicas,
  currentReplicas: 1,
  metric,
  target: 60,
  metrics: [{ type: 'Resource', name: 'cpu', targetType: 'Utilization', value: metric, target: 60 }],
  rules: { minReplicas: 1, maxReplicas: 4 },
  scalingActive: 'True',
  scalingLimited: 'False',
  reason: '',
});

describe('chain', () => {
  it('takes differences between consecutive links', () => {
    const links = chain(
      [
        { name: 'metric', time: 12_000 },
        { name: 'desired', time: 12_500 },
        { name: 'ready', time: 20_000 },
      ],
      10_000,
    );
    expect(links).toEqual([
      { name: 'metric', seconds: 2 },
      { name: 'desired', seconds: 0.5 },
      { name: 'ready', seconds: 7.5 },
    ]);
  });

  it('skips a link that did not happen, and still adds up', () => {
    const links = chain(
      [
        { name: 'metric', time: null, reason: 'why' },
        { name: 'desired', time: 13_000 },
      ],
      10_000,
    );
    expect(links).toEqual([
      { name: 'metric', seconds: null, reason: 'why' },
      { name: 'desired', seconds: 3 },
    ]);
  });

  it('counts a link seen before its predecessor as 0, says so, and goes on from the predecessor', () => {
    const links = chain(
      [
        { name: 'scheduled', time: 15_000 },
        { name: 'ready', time: 13_000 },
        { name: 'recovered', time: 16_000 },
      ],
      10_000,
    );
    expect(links).toEqual([
      { name: 'scheduled', seconds: 5 },
      { name: 'ready', seconds: 0, reason: '2.0 s before "scheduled": counted as 0' },
      { name: 'recovered', seconds: 1 },
    ]);
  });

  it('does not speak of an order that two watches cannot tell', () => {
    expect(
      chain(
        [
          { name: 'metric', time: 15_000 },
          { name: 'desired', time: 14_950 },
        ],
        10_000,
      )[1],
    ).toEqual({ name: 'desired', seconds: 0 });
  });

  it('gives parts that add up to the latest link, whatever the order', () => {
    const names = ['metric', 'desired', 'created', 'scheduled', 'ready', 'recovered'] as const;
    for (let seed = 1; seed < 200; seed++) {
      const times = names.map((_, i) =>
        (seed * (i + 3) * 7919) % 5 === 0 ? null : 10_000 + ((seed * 48271 * (i + 1)) % 60_000),
      );
      const links = chain(
        names.map((name, i) => ({ name, time: times[i] ?? null })),
        10_000,
      );
      const latest = Math.max(10_000, ...times.filter((time) => time !== null));
      expect(links.reduce((total, { seconds }) => total + (seconds ?? 0), 0)).toBeCloseTo((latest - 10_000) / 1000, 9);
      expect(links.every(({ seconds }) => seconds === null || seconds >= 0)).toBe(true);
    }
  });
});

describe('reactions', () => {
  it('follow the chain of the fixture', () => {
    const reaction = only(reactions(buildRecording(), spec, hpa));
    // The load rises at 50 s; metric 66.2, desired 66.22 (seen with the metric), created 66.3, scheduled 66.32, ready 70.4.
    expect(reaction).toMatchObject({ stage: 1, from: 10, to: 80, at: at(50), until: at(150) });
    const found = parts(reaction);
    expect(found.metric).toBeCloseTo(16.2, 6);
    expect(found.created).toBeCloseTo(0.1, 6);
    expect(found.scheduled).toBeCloseTo(0.02, 6);
    expect(found.ready).toBeCloseTo(4.08, 6);
    expect(found.recovered).toBeGreaterThan(0);
    expect(reaction.total).toBe(sum(reaction));
  });

  it('of a fixed number of replicas have no metric, no pods and no recovery', () => {
    const reaction = only(reactions(buildRecording('fixed'), spec, fixed));
    expect(Object.values(parts(reaction))).toEqual([null, null, null, null, null, null]);
    expect(reaction.total).toBeNull();
    expect(reasons(reaction)).toMatchObject({
      metric: 'the variant has no HPA',
      desired: 'the desired replicas did not rise before the next load change',
      recovered: NOT_RECOVERED,
    });
  });

  it('take a load that never left the objective as recovered at once', () => {
    const easy = { ...spec, slos: [{ sli: 'latencyP50', max: 1e9 }] };
    const calm = { ...buildRecording('fixed') };
    const served = { ...calm.requests, ok: calm.requests.ok.map(() => 1) };
    const reaction = only(reactions({ ...calm, requests: served }, easy, fixed));
    expect(reaction.parts.at(-1)).toEqual({ name: 'recovered', seconds: 0, reason: 'never out of the objective' });
    expect(reaction.total).toBe(0);
  });

  it('say that the tolerance band was left before the step', () => {
    const reaction = only(
      reactions(buildRecording('hpa-cpu', { hpa: [point(40, 120), point(66.2, 158, 4)] }), spec, hpa),
    );
    expect(reaction.parts[0]).toEqual({
      name: 'metric',
      seconds: 0,
      reason: 'above the tolerance band already at the load step',
    });
    expect(reaction.total).toBe(sum(reaction));
  });

  it.each([
    [66, null],
    [66.1, 10],
  ])('with a target of 60 take a metric of %d as %p', (metric, seconds) => {
    const recording = buildRecording('hpa-cpu', { hpa: [point(0, 30), point(60, metric)] });
    expect(parts(only(reactions(recording, spec, hpa))).metric).toBe(seconds);
  });

  it("honour the HPA's own tolerance", () => {
    const points = [point(0, 30), point(60, 80), point(75, 91)];
    const rules = { minReplicas: 1, maxReplicas: 4, behavior: { scaleUp: { tolerance: 0.5 } } };
    const recording = buildRecording('hpa-cpu', { hpa: points.map((one) => ({ ...one, rules })) });
    expect(parts(only(reactions(recording, spec, hpa))).metric).toBe(25);
  });

  it('take the first of several metrics that is over its target', () => {
    const second = (value: number) => ({ ...point(0, value).metrics[0]!, name: 'rps', target: 10 });
    const points = [
      { ...point(0, 30), metrics: [...point(0, 30).metrics, second(5)] },
      { ...point(60, 30), metrics: [...point(0, 30).metrics, second(12)] },
    ];
    expect(parts(only(reactions(buildRecording('hpa-cpu', { hpa: points }), spec, hpa))).metric).toBe(10);
  });

  it('do not take an unknown metric for one within the band', () => {
    const recording = buildRecording('hpa-cpu', { hpa: [point(0, 30), point(60, null), point(75, 120)] });
    expect(parts(only(reactions(recording, spec, hpa))).metric).toBe(25);
  });

  it('take the first of the new pods at each link, and no pod from before', () => {
    const [first, ...added] = buildRecording().pods as [PodRecord, ...PodRecord[]];
    const slowFirst = added.map((pod, index) => (index === 0 ? { ...pod, ready: at(140) } : pod));
    const replaced = { ...first, initial: false, name: 'earlier', created: at(30), scheduled: at(30), ready: at(31) };
    const recording = buildRecording('hpa-cpu', { pods: [first, replaced, ...slowFirst] });
    // The second pod is ready at 71.1 s, scheduled as the first at 66.32 s.
    expect(parts(only(reactions(recording, spec, hpa))).ready).toBeCloseTo(71.1 - 66.32, 6);
  });

  it('leave open what did not happen before the next load change', () => {
    const pods = buildRecording().pods.map((pod) => (pod.initial ? pod : { ...pod, ready: at(151) }));
    const reaction = only(reactions(buildRecording('hpa-cpu', { pods }), spec, hpa));
    expect(reaction.parts.find(({ name }) => name === 'ready')).toEqual({
      name: 'ready',
      seconds: null,
      reason: 'no new pod was ready before the next load change',
    });
    expect(reaction.total).toBe(sum(reaction));
  });

  it('are none without load, or of a load that had not risen when the recording ended', () => {
    const none: Partial<Recording>[] = [{ loadStart: null }, { to: at(49) }];
    for (const change of none) expect(reactions(buildRecording('hpa-cpu', change), spec, hpa)).toEqual([]);
  });
});

describe('from zero replicas', () => {
  const keda = { name: 'keda-zero', settings: {}, hpa: 'keda-hpa-sample', scaledObject: 'sample', minReplicas: 0 };
  const active = (second: number, value: string) => ({
    time: at(second),
    active: value,
    ready: 'True',
    fallback: 'False',
  });
  const [first, ...others] = buildRecording().pods as [PodRecord, ...PodRecord[]];
  const woken = { ...first, initial: false, created: at(9), scheduled: at(9.5), ready: at(12) };
  const { replicas } = buildRecording();
  const asleep = buildRecording('hpa-cpu', {
    replicas: [
      { ...replicas[0]!, desired: 0, created: 0, ready: 0 },
      { time: at(8), desired: 1, created: 0, ready: 0 },
      { time: at(12), desired: 1, created: 1, ready: 1 },
      ...replicas.slice(1),
    ],
    pods: [woken, ...others],
    scaledObject: [active(-7, 'False'), active(7.5, 'True')],
  });

  it("the load's start is an increase, answered by KEDA; in the warm-up it is in no SLI", () => {
    const [wakening, step, ...more] = reactions(asleep, spec, keda);
    expect(more).toEqual([]);
    expect(wakening).toMatchObject({ stage: 0, from: 0, to: 10, at: LOAD_START, warmup: true });
    expect(parts(wakening!)).toMatchObject({ metric: 7.5, desired: 0.5, created: 1, scheduled: 0.5, ready: 2.5 });
    expect(step).toMatchObject({ stage: 1, from: 10, to: 80 });
    expect(step).not.toHaveProperty('warmup');
  });

  it('the HPA, which was off, has not decided what was there already', () => {
    const off = { ...point(-5, null, 0), currentReplicas: 0, scalingActive: 'False', reason: 'ScalingDisabled' };
    // Its first status after the step says 1, as KEDA has said before it; then it asks for 4.
    const hpaPoints = [off, point(50.1, 20, 1), ...buildRecording().hpa.filter(({ time }) => time > at(60))];
    const [, step] = reactions({ ...asleep, hpa: hpaPoints }, spec, keda);
    expect(step!.parts.slice(0, 2).map(({ seconds }) => seconds?.toFixed(2))).toEqual(['16.20', '0.00']);
  });

  it('it is one in the measured window where there is no warm-up', () => {
    expect(reactions(asleep, { ...spec, warmup: 0 }, keda)[0]).not.toHaveProperty('warmup');
  });

  it('a trigger that never became active is told', () => {
    const dull = { ...asleep, scaledObject: [active(-7, 'False')] };
    expect(reasons(reactions(dull, spec, keda)[0]!).metric).toBe('no trigger became active');
  });
});

describe('a VPA', () => {
  const vpa = { name: 'vpa', settings: {}, vpa: 'sample' };
  const resources = (cpuCores: number | null) => ({ cpuCores, memoryBytes: null });
  const recommends = (second: number, cpu: number) => ({
    time: at(second),
    target: resources(cpu),
    lowerBound: resources(null),
    upperBound: resources(null),
  });
  const [first] = buildRecording().pods as [PodRecord];
  const evicted = { time: at(70), kind: 'Pod', name: first.name, reason: 'EvictedByVPA', message: '', count: 1 };
  const points = [recommends(-5, 0.2), recommends(30, 0.2), recommends(61, 0.5)];

  it('answers with a pod in the place of one that it evicted', () => {
    const fresh = { ...first, name: 'b', initial: false, created: at(71), scheduled: at(72), ready: at(75) };
    const recording = buildRecording('fixed', { vpa: points, events: [evicted], pods: [first, fresh] });
    const { metric, desired, created, scheduled, ready } = parts(only(reactions(recording, spec, vpa)));
    expect({ metric, desired, created, scheduled, ready }).toEqual({
      metric: 11,
      desired: 9,
      created: 1,
      scheduled: 1,
      ready: 3,
    });
  });

  it('answers by a resize in place, without a new pod', () => {
    const size = (second: number, cpuCores: number) => ({ time: at(second), cpuCores, memoryBytes: null });
    // Smaller at 52 s, before the recommendation has seen the load: that is no answer to it.
    const grown = { ...first, resized: [size(52, 0.025), size(74, 0.5)] };
    const event = { ...evicted, reason: 'InPlaceResizedByVPA' };
    const events = [{ ...event, time: at(52) }, event];
    const recording = buildRecording('fixed', { vpa: points, events, pods: [grown] });
    const reaction = only(reactions(recording, spec, vpa));
    expect(parts(reaction)).toMatchObject({ metric: 11, desired: 9, created: null, scheduled: null, ready: 4 });
    expect(reasons(reaction)).toMatchObject({ created: 'resized in place: no new pod', ready: 'resized in place' });
  });

  it('that does nothing is told', () => {
    const recording = buildRecording('fixed', { vpa: points.slice(0, 2) });
    expect(reasons(only(reactions(recording, spec, vpa)))).toMatchObject({
      metric: 'the recommendation did not rise before the next load change',
      desired: 'the VPA changed no pod before the next load change',
    });
  });
});
