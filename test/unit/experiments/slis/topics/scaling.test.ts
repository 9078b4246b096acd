import { analyse } from '../../../../../experiments/slis';
import type { ExperimentSpec, Recording, Result } from '../../../../../experiments/types';
import { buildRecording, LOAD_START, meta, spec, target } from '../../../../fixtures/recording';

const at = (second: number): number => LOAD_START + second * 1000;
const run = (change: Partial<Recording> = {}, asked: Partial<ExperimentSpec> = {}): Result =>
  analyse(buildRecording('hpa-cpu', change), { ...spec, ...asked }, target(), meta);
const curve = [
  { replicas: 1, rate: 25 },
  { replicas: 3, rate: 80 },
];

describe('scaling down', () => {
  it('is split: metric below its band, fewer desired, the first and the last pod gone', () => {
    // The load falls at 150 s and ends, without a rise between, at 180; the recording ends at 220 s. The HPA's metric is at 90 (of 60) at
    // 166.2 s, 16 at 181.2; it asks for 1 at 196.2; the pods are gone at 197.1, 197.3 and 197.4 s.
    const [fall, ...others] = run().scaleDowns!;
    expect(others).toEqual([]);
    expect(fall).toMatchObject({ stage: 2, from: 80, to: 10, at: at(150), until: at(220) });
    const parts = fall!.parts.map(({ name, seconds }) => [name, Number(seconds!.toFixed(3))]);
    expect(parts).toEqual([
      ['metric', 31.2],
      ['desired', 15],
      ['removed', 0.9],
      ['settled', 0.3],
    ]);
    expect(fall!.total).toBeCloseTo(47.4, 6);
    expect(run().slis['reactionTimeDown']?.value).toBeCloseTo(47.4, 6);
  });

  it('that has not begun when watching ends is at least as long', () => {
    const { replicas } = buildRecording();
    const found = run({ replicas: replicas.filter(({ desired }, i) => i === 0 || desired > 1) });
    expect(found.slis['reactionTimeDown']).toMatchObject({
      value: null,
      atLeast: 70,
      reason: 'the desired replicas did not fall while it was watched',
    });
  });

  it('has no time where there was nothing to take away, or nobody takes it', () => {
    const one = buildRecording().replicas.slice(0, 1);
    expect(run({ replicas: one }).slis['reactionTimeDown']).toMatchObject({
      value: null,
      reason: 'there were no more than the least replicas',
    });
    const four = [{ time: at(-8), desired: 4, created: 4, ready: 4 }];
    const { slis } = analyse(buildRecording('fixed', { replicas: four }), spec, target('fixed'), meta);
    expect(slis['reactionTimeDown']).toMatchObject({ value: null, reason: 'no fewer replicas were called for' });
    expect(slis['reactionTimeDown']).not.toHaveProperty('atLeast');
  });

  it('is called for by the load where the metric lags until the end, unless it falls by too little', () => {
    const { replicas, hpa } = buildRecording();
    const held = (from: number) =>
      run(
        {
          replicas: replicas.filter(({ desired }, i) => i === 0 || desired > 1),
          hpa: hpa.map((point) => ({ ...point, metrics: point.metrics.map((metric) => ({ ...metric, value: 60 })) })),
        },
        {
          load: {
            ...spec.load,
            stages: spec.load.stages.map((stage, i) => (i === 2 ? { ...stage, rate: from } : stage)),
          },
        },
      ).slis['reactionTimeDown'];
    // Of 4 replicas at 80/s: 10/s need 1, 60/s need 3, 61/s need 4.
    expect(held(10)).toMatchObject({ value: null, atLeast: 70 });
    expect(held(60)).toMatchObject({ value: null, atLeast: 70 });
    expect(held(61)?.atLeast).toBeUndefined();
  });

  it('begins with the end of a load that has not fallen before', () => {
    const load = { ...spec.load, stages: spec.load.stages.slice(0, 2) };
    const [fall] = run({}, { load }).scaleDowns!;
    expect(fall).toMatchObject({ stage: 1, from: 80, to: 0, at: at(150), until: at(220) });
    // Watched until the next change.
    const again = { ...spec.load, stages: [...spec.load.stages, { rate: 80, duration: 5 }] };
    expect(run({}, { load: again }).scaleDowns!.map(({ at: time, until }) => [time, until])).toEqual([
      [at(150), at(180)],
      [at(185), at(220)],
    ]);
  });
});

describe('overshoot', () => {
  it('is what there is over the demand of the step', () => {
    // 80 a second need 3, and 4 are ready.
    expect(run({}, { demand: { curve } }).slis['overshoot']?.value).toBe(1);
    expect(run({}, { demand: { curve: [{ replicas: 5, rate: 80 }] } }).slis['overshoot']?.value).toBe(0);
    expect(run().slis['overshoot']).toMatchObject({ value: null, reason: expect.stringContaining('demand') as string });
  });
});

describe('oscillations', () => {
  it('are none where the HPA goes up and down with the load', () => {
    expect(run().slis['oscillations']?.value).toBe(0);
  });
  it('are counted on the desired replicas', () => {
    const { replicas } = buildRecording();
    const flap = [100, 110].map((second, i) => ({ time: at(second), desired: i === 0 ? 2 : 4, created: 4, ready: 4 }));
    const all = [...replicas, ...flap].sort((a, b) => a.time - b.time);
    expect(run({ replicas: all }).slis['oscillations']?.value).toBe(2);
  });
});

describe('replica-seconds and node-seconds', () => {
  it('add up what is ready to the end of the cool-down', () => {
    // As replicasMean: 1, 2, 3, 4 and 1 replicas.
    const replicaSeconds = 50.5 * 1 + 0.7 * 2 + 0.9 * 3 + 124.2 * 4 + 23.7 * 1;
    expect(run().slis['replicaSeconds']?.value).toBeCloseTo(replicaSeconds, 6);
    // 3 nodes for 200 s; one goes after 100 s.
    expect(run().slis['nodeSeconds']?.value).toBe(600);
    const nodes = [...buildRecording().nodes, { time: at(120), ready: 2 }];
    expect(run({ nodes }).slis['nodeSeconds']?.value).toBe(500);
    expect(run({ nodes: [] }).slis['nodeSeconds']).toMatchObject({ value: null, reason: 'no node was seen' });
    expect(run({ nodes: [{ time: at(50), ready: 3 }] }).slis['nodeSeconds']?.value).toBeNull();
  });
});
