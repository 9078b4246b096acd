import { byEnd, sentAt, summarise } from '../../../../experiments/slis/requests';
import type { Requests } from '../../../../experiments/types';

/** Rows of [end, duration, ok]. */
function requests(...rows: [number, number, 0 | 1][]): Requests {
  return {
    end: Float64Array.from(rows, ([end]) => end),
    duration: Float64Array.from(rows, ([, duration]) => duration),
    status: Uint16Array.from(rows, ([, , ok]) => (ok ? 200 : 0)),
    ok: Uint8Array.from(rows, ([, , ok]) => ok),
  };
}

describe('summarise', () => {
  it('takes requests that were sent in the window, not those that ended in it', () => {
    // Sent at 900 (warm-up), 1000, and 1900; the last two end well after.
    const found = summarise(requests([1100, 200, 1], [1050, 50, 1], [9900, 8000, 0]), 1000);
    expect(found).toMatchObject({ sent: 2, served: 1, failed: 1 });
    expect([...found.latencies]).toEqual([50, 8000]);
  });

  it('sorts by value, not as text', () => {
    expect([...summarise(requests([2000, 100, 1], [2000, 9, 1], [2000, 20, 1]), 0).latencies]).toEqual([9, 20, 100]);
  });

  it('counts failures without a connection', () => {
    expect(summarise(requests([2000, 0, 0], [2000, 5, 0], [2000, 0, 1]), 0)).toMatchObject({
      failed: 2,
      unconnected: 1,
    });
  });

  it('of nothing has no latencies', () => {
    expect(summarise(requests(), 0)).toMatchObject({ sent: 0, served: 0, failed: 0, latencies: new Float64Array() });
  });
});

describe('sentAt', () => {
  it('takes connecting into account where it is known', () => {
    const plain = requests([5000, 100, 1]);
    expect(sentAt(plain, 0)).toBe(4900);
    expect(sentAt({ ...plain, elapsed: Float64Array.of(1100) }, 0)).toBe(3900);
  });
});

describe('byEnd', () => {
  it('sorts into seconds and leaves out what is outside', () => {
    const some = requests([999, 1, 1], [1000, 1, 1], [1999.9, 1, 1], [2000, 1, 1], [4000, 1, 1]);
    expect(byEnd(some, 1000, 3)).toEqual([[1, 2], [3], []]);
  });
});
