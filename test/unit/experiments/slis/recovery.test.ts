import { recovery } from '../../../../experiments/slis/recovery';
import type { Requests } from '../../../../experiments/types';

const SLO = [{ sli: 'latencyP95', max: 100 }];

/** One request ends in the middle of each second, with this latency; null: none, 'failed': a failure that took no time. */
function perSecond(...latencies: (number | 'failed' | null)[]): Requests {
  const rows = latencies.flatMap((latency, second) =>
    latency === null ? [] : [{ end: second * 1000 + 500, latency }],
  );
  return {
    end: Float64Array.from(rows, ({ end }) => end),
    duration: Float64Array.from(rows, ({ latency }) => (latency === 'failed' ? 0 : latency)),
    status: Uint16Array.from(rows, ({ latency }) => (latency === 'failed' ? 0 : 200)),
    ok: Uint8Array.from(rows, ({ latency }) => (latency === 'failed' ? 0 : 1)),
  };
}

describe('recovery', () => {
  it('is the end of the last second out of the objective', () => {
    expect(recovery(perSecond(50, 500, 50, 300, 50, 50), SLO, 0, 6000)).toEqual({ breached: true, after: 4 });
  });

  it('is 0 if latency never left', () => {
    expect(recovery(perSecond(50, 100, 50), SLO, 0, 3000)).toEqual({ breached: false, after: 0 });
  });

  it('has not happened if the last second is out', () => {
    expect(recovery(perSecond(50, 50, 101), SLO, 0, 3000)).toEqual({ breached: true, after: null });
  });

  it('counts a failure as slower than any objective', () => {
    expect(recovery(perSecond(50, 'failed', 50), SLO, 0, 3000)).toEqual({ breached: true, after: 2 });
  });

  it('takes a second without an end as no news', () => {
    expect(recovery(perSecond(500, null, 50, null), SLO, 0, 4000)).toEqual({ breached: true, after: 1 });
  });

  it('looks only at the span', () => {
    expect(recovery(perSecond(500, 50, 50, 500), SLO, 1000, 3000)).toEqual({ breached: false, after: 0 });
  });

  it('needs every objective to be met', () => {
    const slos = [...SLO, { sli: 'latencyP50', max: 40 }];
    expect(recovery(perSecond(30, 50, 30), slos, 0, 3000)).toEqual({ breached: true, after: 2 });
  });

  it('is unknown without an objective on latency', () => {
    expect(
      recovery(
        perSecond(50),
        [
          { sli: 'errorRate', max: 1 },
          { sli: 'latencyP95', min: 1 },
        ],
        0,
        1000,
      ),
    ).toEqual({
      reason: 'no latency objective was set',
    });
  });

  it('is unknown without requests', () => {
    expect(recovery(perSecond(), SLO, 0, 3000)).toEqual({ reason: 'no request ended before the next load change' });
  });
});
