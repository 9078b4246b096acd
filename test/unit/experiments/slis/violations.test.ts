import { violatedSeconds } from '../../../../experiments/slis/violations';
import type { Recording, Slo } from '../../../../experiments/types';

/** [sent at second, duration in ms, status] */
type Row = readonly [second: number, duration: number, status: number];
const recording = (
  rows: readonly Row[],
  dropped: Recording['dropped'] = [],
): Pick<Recording, 'requests' | 'dropped'> => ({
  requests: {
    end: Float64Array.from(rows, ([second, duration]) => second * 1000 + duration),
    duration: Float64Array.from(rows, ([, duration]) => duration),
    status: Uint16Array.from(rows, ([, , status]) => status),
    ok: Uint8Array.from(rows, ([, , status]) => (status === 200 ? 1 : 0)),
  },
  dropped,
});
const window = { measuredFrom: 10_000, measuredTo: 14_000 };
const median: Slo = { sli: 'latencyP50', max: 100 };

describe('seconds that break an objective', () => {
  it('are those whose requests do, by when they were sent', () => {
    const found = violatedSeconds(
      recording([
        // Before and after the window.
        [9.9, 500, 200],
        [14, 500, 200],
        // The median of 90 and 120 is 105, of 80 and 120 is 100.
        [10, 90, 200],
        [10.5, 120, 200],
        [11, 80, 200],
        [11.5, 120, 200],
        // Sent in the third second, ended long after it. In the fourth nothing was sent.
        [12.9, 5000, 200],
      ]),
      [median],
      window,
    );
    expect(found).toEqual([true, false, true, false]);
  });

  it('count a failed request as slower than any objective', () => {
    const found = violatedSeconds(
      recording([
        [10, 1, 503],
        [10, 1, 200],
        [11, 1, 200],
        [11, 1, 200],
        [11, 1, 0],
      ]),
      [median],
      window,
    );
    expect(found).toEqual([true, false, false, false]);
  });

  it('are judged by availability and error rate, too', () => {
    const rows: Row[] = [
      [10, 1, 200],
      [10, 1, 503],
      [11, 1, 200],
      [12, 1, 200],
    ];
    const dropped = [{ time: 11_500, count: 1 }];
    const availability: Slo = { sli: 'availability', min: 0.6 };
    expect(violatedSeconds(recording(rows, dropped), [availability], window)).toEqual([true, true, false, false]);
    // What was not sent has not failed.
    expect(violatedSeconds(recording(rows, dropped), [{ sli: 'errorRate', max: 0.4 }], window)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(violatedSeconds(recording(rows, dropped), [{ sli: 'errorRate', max: 0.5 }], window)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('are not known without such an objective', () => {
    expect(
      violatedSeconds(
        recording([]),
        [
          { sli: 'replicasMax', max: 3 },
          { sli: 'availability', max: 1 },
        ],
        window,
      ),
    ).toBeNull();
  });

  it('have a last one that may be shorter', () => {
    expect(
      violatedSeconds(recording([[11.2, 200, 200]]), [median], { measuredFrom: 10_000, measuredTo: 11_500 }),
    ).toEqual([false, true]);
  });
});
