/** What is other about a closed loop, and about arrivals that were drawn. */
import { analyse } from '../../../../experiments/slis';
import type { ExperimentSpec, Recording, Result } from '../../../../experiments/types';
import { buildRecording, meta, spec, target } from '../../../fixtures/recording';

const recording = buildRecording();
const run = (load: Partial<ExperimentSpec['load']>, change: Partial<Recording> = {}, slos = spec.slos): Result =>
  analyse({ ...recording, ...change }, { ...spec, slos, load: { ...spec.load, ...load } }, target(), meta);

describe('a closed loop', () => {
  const result = run({ model: 'users' });

  it('offers no rate, which makes nothing invalid, and is warned of', () => {
    for (const name of ['offeredRate', 'droppedShare']) {
      expect(result.slis[name]).toMatchObject({ value: null, notApplicable: true });
      expect(result.slis[name]!.reason).toContain('closed loop');
    }
    expect(result.verdict).toBe('pass');
    expect(result.warnings.join()).toContain('coordinated omission');
    expect(result.slis['sentRate']!.value).toBeCloseTo(53.75, 9);
  });

  it('cannot keep an objective on what it has not', () => {
    const asked = run({ model: 'users' }, {}, [{ sli: 'droppedShare', max: 0.1 }]);
    expect(asked.verdict).toBe('invalid');
    expect(asked.reasons.join()).toContain('droppedShare is unknown');
  });

  it('rises in users', () => {
    expect(result.reactions[0]).toMatchObject({ from: 10, to: 80, unit: 'users' });
    expect(run({}).reactions[0]).not.toHaveProperty('unit');
  });
});

describe('requests that were sent late', () => {
  const late = (count: number, by = 50): Recording['requests'] => ({
    ...recording.requests,
    late: recording.requests.end.map((_, index) => (index >= recording.requests.end.length - count ? by : 0)),
  });

  it('are told, and too many of them make the run invalid', () => {
    // 86 of 8600 is 1 %.
    const some = run({}, { requests: late(86) });
    expect(some.warnings).toContainEqual(expect.stringMatching(/^86 requests were sent late, by up to 50 ms/));
    expect(some.reasons.join()).not.toContain('could not keep up');
    const many = run({}, { requests: late(87) });
    expect(many.verdict).toBe('invalid');
    expect(many.reasons[0]).toContain('(0 dropped, 87 sent late, by up to 50 ms), 1.01 % short');
  });

  it('are those that were not just begun a moment later', () => {
    expect(run({}, { requests: late(500, 9) }).warnings).toEqual([]);
  });
});

describe('ramps of a curve', () => {
  it('do not excuse a request each', () => {
    // The same load in 160 stages: 8600 are offered in the window.
    const stages = [10, 80, 10].flatMap((rate, i) =>
      Array.from({ length: [30, 100, 30][i]! }, () => ({ rate, duration: 1 })),
    );
    const keep = recording.requests.end.length - 100;
    const requests = {
      end: recording.requests.end.slice(0, keep),
      duration: recording.requests.duration.slice(0, keep),
      status: recording.requests.status.slice(0, keep),
      ok: recording.requests.ok.slice(0, keep),
    };
    expect(run({ stages }, { requests }).reasons.join()).toContain('could not keep up');
  });
});

describe('a mix of requests', () => {
  const requests = [{ path: '/heavywork' }, { path: '/lightwork', weight: 3 }];
  const { end, ok } = recording.requests;
  const kind = Uint8Array.from(end, (_, index) => (index % 4 === 0 ? 0 : 1));
  const heavy = ok.filter((_, index) => kind[index] === 0).reduce((sum, one) => sum + one, 0);
  const counted = { ...recording.series, servedTotal: { query: '', unit: 'requests', points: [[0, heavy] as const] } };
  const mixed = (servedPath?: string): Result =>
    analyse(
      { ...recording, requests: { ...recording.requests, kind }, series: counted },
      { ...spec, load: { ...spec.load, path: undefined, requests } },
      { ...target(), workload: { ...target().workload, servedPath } },
      meta,
    );

  it('is compared with what the application counts of it', () => {
    const result = mixed('/heavywork');
    expect(result.checks.find(({ name }) => name.includes('own count'))).toMatchObject({
      value: heavy,
      reference: heavy,
    });
    expect(result.slis['servedAgreement']!.value).toBe(1);
    expect(result.verdict).toBe('pass');
    expect(mixed().verdict).toBe('invalid');
  });

  it('has no such count where none of it is counted', () => {
    const result = mixed('/other');
    expect(result.checks.some(({ name }) => name.includes('own count'))).toBe(false);
    expect(result.slis['servedAgreement']!.value).toBeNull();
    expect(result.verdict).toBe('pass');
  });
});
