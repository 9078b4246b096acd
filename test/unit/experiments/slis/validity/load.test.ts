import type { Result } from '../../../../../experiments/types';
import { at, run, value } from '../../../../fixtures/analysis';
import { buildRecording } from '../../../../fixtures/recording';

describe('a generator that could not keep up', () => {
  it('makes the run invalid if more than 1 % is missing', () => {
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

  it('is known by requests that were neither sent nor reported as dropped', () => {
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
});

describe('warnings', () => {
  it('tell of requests at zero replicas', () => {
    const { replicas } = buildRecording();
    const late = [
      { ...replicas[0]!, ready: 0 },
      { time: at(30), desired: 1, created: 1, ready: 1 },
      ...replicas.slice(1),
    ];
    const found = run({ replicas: late });
    // 10 a second: 30 s of them, 10 s of which are measured.
    expect(found.warnings).toContainEqual(
      expect.stringMatching(/^300 requests were sent while no replica was ready, 100 of them in the measured window\./),
    );
    expect(found.verdict).toBe('pass');
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
