import { analyse } from '../../../../../experiments/slis';
import type { Recording, Result, Slo } from '../../../../../experiments/types';
import { buildRecording, LOAD_START, meta, spec, target } from '../../../../fixtures/recording';

/** Ten requests in the measured window (20 to 180 s) and one before it, sent a second apart. */
const rows: readonly (readonly [number, number, number])[] = [
  [10, 503, 1503],
  ...[30, 31, 32, 33].map((second) => [second, 200, 0] as const),
  [34, 0, 1050],
  [35, 0, 1050],
  [36, 0, 1212],
  [37, 503, 1503],
  [38, 404, 1404],
  [39, 0, 1101],
];
const requests: Recording['requests'] = {
  end: Float64Array.from(rows, ([second]) => LOAD_START + second * 1000 + 100),
  duration: Float64Array.from(rows, () => 100),
  status: Uint16Array.from(rows, ([, status]) => status),
  ok: Uint8Array.from(rows, ([, status]) => (status === 200 ? 1 : 0)),
  errorCode: Uint16Array.from(rows, ([, , code]) => code),
};
const run = (slos: readonly Slo[], change: Partial<Recording> = {}): Result =>
  analyse(buildRecording('fixed', { requests, ...change }), { ...spec, slos }, target('fixed'), meta);

describe('errors by kind', () => {
  it('are those of the measured window, and add up to the error rate', () => {
    const { slis } = run([]);
    const counts = ['Timeout', 'Connection', 'Server', 'Client', 'Other'].map((kind) => slis[`errors${kind}`]?.value);
    expect(counts).toEqual([2, 1, 1, 1, 1]);
    expect(slis['errorRate']?.value).toBe(0.6);
  });

  it('are unknown where nobody says why there was no answer', () => {
    const old = { ...requests, errorCode: undefined };
    expect(run([], { requests: old }).slis['errorsServer']).toMatchObject({
      value: null,
      reason: 'the recording does not say why requests without an answer failed',
    });
  });
});

describe('the error budget', () => {
  const used = (slos: readonly Slo[]) => run(slos).slis['errorBudgetUsed'];
  it('is used by the bad events, of those allowed', () => {
    // 6 of 10 are bad. 20 % may be: three times the budget.
    expect(used([{ sli: 'availability', min: 0.8 }])?.value).toBeCloseTo(3, 9);
    expect(used([{ sli: 'errorRate', max: 0.75 }])?.value).toBeCloseTo(0.8, 9);
    // The one on availability comes first.
    const both: Slo[] = [
      { sli: 'errorRate', max: 0.75 },
      { sli: 'availability', min: 0.4 },
    ];
    expect(used(both)?.value).toBeCloseTo(1, 9);
  });

  it('is not there without an objective, or where none may be bad', () => {
    expect(used([{ sli: 'latencyP95', max: 1 }])).toMatchObject({
      value: null,
      reason: expect.stringContaining('no objective') as string,
    });
    expect(used([{ sli: 'availability', min: 1 }])).toMatchObject({
      value: null,
      reason: expect.stringContaining('no budget') as string,
    });
  });
});

describe('SLO violation', () => {
  it('is the seconds in which an objective is broken', () => {
    expect(run([{ sli: 'availability', min: 0.9 }]).slis['sloViolationSeconds']?.value).toBe(6);
    expect(run([{ sli: 'latencyP50', max: 99 }]).slis['sloViolationSeconds']?.value).toBe(10);
    expect(run([]).slis['sloViolationSeconds']?.value).toBeNull();
  });
});
