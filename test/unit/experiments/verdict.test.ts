import { DEFINITIONS, SLI_NAMES } from '../../../experiments/slis/definitions';
import type { Sli, Slo } from '../../../experiments/types';
import { judge, objective } from '../../../experiments/verdict';

const known = Object.fromEntries(SLI_NAMES.map((name): [string, Sli] => [name, { value: 1, ...DEFINITIONS[name] }]));

function withSli(name: keyof typeof DEFINITIONS, sli: Partial<Sli>): Record<string, Sli> {
  return { ...known, [name]: { ...(known[name] as Sli), ...sli } };
}

describe('judge', () => {
  it('passes what meets every objective, bounds included', () => {
    const slos = [
      { sli: 'latencyP95', max: 1 },
      { sli: 'availability', min: 1 },
    ];
    expect(judge(known, slos, [])).toEqual({
      slos: [
        { ...slos[0], value: 1, pass: true },
        { ...slos[1], value: 1, pass: true },
      ],
      verdict: 'pass',
      reasons: ['All 2 objectives are met.'],
    });
  });

  it('passes a run of which nothing was asked, and says so', () => {
    expect(judge(known, [], [])).toMatchObject({
      verdict: 'pass',
      reasons: ['No objective was set: nothing was asked, so nothing could be missed.'],
    });
  });

  it('fails with value and objective', () => {
    const slis = withSli('latencyP95', { value: 734.56 });
    expect(
      judge(
        slis,
        [
          { sli: 'latencyP95', max: 500 },
          { sli: 'errorRate', max: 1 },
        ],
        [],
      ),
    ).toMatchObject({
      verdict: 'fail',
      reasons: ['latencyP95 is 734.6 ms; asked for is at most 500 ms.'],
    });
    expect(judge(withSli('availability', { value: 0.98 }), [{ sli: 'availability', min: 0.999 }], []).reasons).toEqual([
      'availability is 98 %; asked for is at least 99.90 %.',
    ]);
  });

  it('needs both bounds of a range', () => {
    const slo = { sli: 'replicasMax', min: 2, max: 5 };
    expect([1, 2, 5, 6].map((value) => judge(withSli('replicasMax', { value }), [slo], []).slos[0]?.pass)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('is invalid before it fails, and tells both', () => {
    const found = judge(
      withSli('latencyP95', { value: 700 }),
      [{ sli: 'latencyP95', max: 500 }],
      ['The generator died.'],
    );
    expect(found.verdict).toBe('invalid');
    expect(found.reasons).toEqual(['The generator died.', 'latencyP95 is 700 ms; asked for is at most 500 ms.']);
  });

  it.each(SLI_NAMES.filter((name) => DEFINITIONS[name].core))('is invalid without %s, whatever was asked', (name) => {
    const found = judge(withSli(name, { value: null, reason: 'no data' }), [], []);
    expect(found).toMatchObject({ verdict: 'invalid', reasons: [`Unknown: ${name} (no data).`] });
  });

  it('can do without the other SLIs, unless an objective needs them', () => {
    const slis = withSli('cpuSaturation', { value: null, reason: 'no limits' });
    expect(judge(slis, [], []).verdict).toBe('pass');
    expect(judge(slis, [{ sli: 'cpuSaturation', max: 0.1 }], [])).toMatchObject({
      verdict: 'invalid',
      slos: [{ value: null, pass: null }],
      reasons: ['cpuSaturation is unknown (no limits); asked for is at most 10 %.'],
    });
  });

  it('says a common cause once', () => {
    const none = Object.fromEntries(
      Object.entries(known).map(([name, sli]) => [name, { ...sli, value: null, reason: 'no load' }]),
    );
    expect(judge(none, [{ sli: 'latencyP95', max: 1 }], []).reasons).toEqual(['Nothing could be measured: no load.']);
  });

  it.each<[string, Slo, boolean | null]>([
    ['a bound that was passed while it lasted', { sli: 'reactionTime', max: 60 }, false],
    ['no bound beyond what was watched', { sli: 'reactionTime', max: 120 }, null],
    ['a lower bound that was reached', { sli: 'reactionTime', min: 90 }, true],
  ])('decides %s where it had not ended', (_, slo, pass) => {
    const found = judge(withSli('reactionTime', { value: null, reason: 'not back', atLeast: 100 }), [slo], []);
    expect(found.slos[0]?.pass).toBe(pass);
    expect(found.verdict).toBe(pass === null ? 'invalid' : pass ? 'pass' : 'fail');
  });

  it('tells an objective on an unknown name, and one without a bound', () => {
    const found = judge(known, [{ sli: 'latencyP42', max: 1 }, { sli: 'latencyP95' }], []);
    expect(found.verdict).toBe('invalid');
    expect(found.reasons[0]).toMatch(
      /^The objective on "latencyP42" names no SLI; there are latencyP50, .*servedAgreement\.$/,
    );
    expect(found.reasons[1]).toBe('The objective on latencyP95 has neither min nor max.');
  });
});

describe('objective', () => {
  it('says both bounds', () =>
    expect(objective({ min: 0.5, max: 0.75 }, 'share')).toBe('at least 50 % and at most 75 %'));
});
