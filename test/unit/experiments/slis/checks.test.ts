import { summaryValue } from '../../../../experiments/load/summary';
import { crossChecks, disagreement } from '../../../../experiments/slis/checks';
import { summarise } from '../../../../experiments/slis/requests';
import type { Check, Recording } from '../../../../experiments/types';
import { buildRecording, LOAD_START, target } from '../../../fixtures/recording';

function checks(recording: Recording): Check[] {
  const whole = summarise(recording.requests, -Infinity);
  return crossChecks(recording, target().workload, whole, { from: LOAD_START, to: LOAD_START + 180_000 });
}

const outcomes = (recording: Recording): Record<string, boolean | null> =>
  Object.fromEntries(checks(recording).map(({ name, ok }) => [name.split(/[ ,]/).slice(0, 2).join(' '), ok]));

const served = (value: number): Partial<Recording> => ({
  series: { servedTotal: { query: '', unit: '', points: [[0, value]] } },
});

describe('crossChecks', () => {
  it('agree on a sound recording', () => {
    expect(outcomes(buildRecording())).toEqual({
      'Requests recorded': true,
      'Latency p(50)': true,
      'Latency p(90)': true,
      'Latency p(95)': true,
      'Latency p(99)': true,
      'Latency max': true,
      'Requests served': true,
      'HPA decisions': true,
    });
  });

  it('notice lost requests, and percentiles that differ', () => {
    const summary = {
      metrics: { http_reqs: { count: 9000 }, http_req_duration: { values: { 'p(50)': 96, max: 5000 } } },
    };
    expect(outcomes(buildRecording('hpa-cpu', { summary }))).toMatchObject({
      'Requests recorded': false,
      'Latency p(50)': false,
      'Latency max': true,
    });
  });

  it("are unknown where k6's summary does not say", () => {
    expect(outcomes(buildRecording('hpa-cpu', { summary: { metrics: {} } }))).toEqual({
      'Requests recorded': null,
      'Requests served': true,
      'HPA decisions': true,
    });
    expect(outcomes(buildRecording('hpa-cpu', { summary: null }))).toEqual({
      'Requests recorded': null,
      'Requests served': true,
      'HPA decisions': true,
    });
  });

  // The fixed fixture: 3539 served of 8799 sent, no pod removed.
  it.each([
    [3539 * 0.97, false],
    [3539 * 0.985, true],
    [8799 * 1.01, true],
    [8799 * 1.03, false],
  ])('take %d requests of the application as agreeing: %p', (value, ok) => {
    expect(outcomes(buildRecording('fixed', served(value)))).toMatchObject({ 'Requests served': ok });
  });

  it('allow for requests that the generator cut off at its end', () => {
    const summary = { metrics: { http_reqs: { values: { count: 8799 } }, cut_off: { values: { count: 100 } } } };
    // (8799 + 100) x 1.02 is 9077.
    expect(outcomes(buildRecording('fixed', { ...served(9070), summary }))['Requests served']).toBe(true);
    expect(outcomes(buildRecording('fixed', { ...served(9080), summary }))['Requests served']).toBe(false);
  });

  it('allow for what removed pods could not tell any more', () => {
    const recording = buildRecording();
    const removed = recording.pods.map((pod) => (pod.initial ? pod : { ...pod, deleted: LOAD_START + 160_000 }));
    // 3 x 10 s of 180 + 3 x (160 - 66.3) pod-seconds is 6.5 %.
    const check = checks({ ...recording, pods: removed }).find(({ name }) => name.includes('served')) as Check;
    expect(check.tolerance).toBeCloseTo(30 / (180 + 93.7 + 93.69 + 93.68), 4);
  });

  it('do not take no data for 0', () => {
    const series = { servedTotal: { query: '', unit: '', points: [], reason: 'gone' } };
    expect(checks(buildRecording('fixed', { series })).at(-1)).toMatchObject({ value: null, ok: null });
  });

  it("hold the HPA's decisions against its rules, and say what differs and what is not known", () => {
    const recording = buildRecording();
    // At 66.2 s the metric asks for ceil(196 / 60 x 1) = 4 of at most 4.
    const hpa = recording.hpa.map((point) => (point.metric === 196 ? { ...point, desiredReplicas: 3 } : point));
    const check = checks({ ...recording, hpa }).find(({ name }) => name.startsWith('HPA')) as Check;
    expect(check).toMatchObject({ value: 9, reference: 10, ok: false, advisory: true });
    expect(check.note).toContain('at 66 s it asked for 3, its rules give 4');
    expect(disagreement(check)).toContain('9 against 10; ');

    // Every one that asks for too much is counted, five are told.
    const odd = recording.hpa.map((point) => ({ ...point, desiredReplicas: 9 }));
    const many = checks({ ...recording, hpa: odd }).find(({ name }) => name.startsWith('HPA')) as Check;
    expect(many).toMatchObject({ value: 0, reference: 10, ok: false });
    expect(many.note?.match(/asked for/g)).toHaveLength(5);
    expect(many.note).toMatch(/; and 5 more$/);

    const blind = recording.hpa.map((point) => ({ ...point, metrics: [{ ...point.metrics[0]!, value: null }] }));
    expect(checks({ ...recording, hpa: blind }).at(-1)).toMatchObject({ value: 0, reference: 0, ok: null });
    expect(outcomes(buildRecording('fixed'))).not.toHaveProperty('HPA decisions');
  });

  it('are put into words with both values', () => {
    const check = { name: 'Requests recorded, against k6', value: 90, reference: 100, tolerance: 0.01, ok: false };
    expect(disagreement(check)).toBe('Requests recorded, against k6: 90 against 100; at most 1 % may differ.');
  });
});

describe('summaryValue', () => {
  it.each([
    ['as handleSummary gets it', { metrics: { http_reqs: { values: { count: 5 } } } }, 5],
    ['as --summary-export writes it', { metrics: { http_reqs: { count: 5 } } }, 5],
    ['without the metric', { metrics: {} }, null],
    ['that is no number', { metrics: { http_reqs: { values: { count: 'many' } } } }, null],
    ['of another shape', {}, null],
  ])('reads a summary %s', (_, summary, expected) =>
    expect(summaryValue(summary, 'http_reqs', 'count')).toBe(expected),
  );
});
