import { Seconds } from '../../../../experiments/live/seconds';

const FIRST = 1_000_000;
/** Sent and ended at these seconds. */
const request = (iteration: number, start: number, end: number, ok = true) => ({
  ...{ iteration, ok },
  ...{ start: FIRST + start * 1000, end: FIRST + end * 1000, duration: (end - start) * 1000 },
});

describe('Seconds', () => {
  it('counts a request as sent where it began, and as served with its latency where it ended', () => {
    const seconds = new Seconds(FIRST);
    seconds.add(request(0, 0.5, 2.25));
    seconds.add(request(1, 0.75, 0.875));
    seconds.add(request(2, 1, 2.5, false));
    expect(
      [0, 1, 2, 3].map((index) => ({ ...seconds.at(index), latencies: [...Array.from(seconds.at(index).latencies)] })),
    ).toEqual([
      { sent: 2, served: 1, dropped: 0, latencies: [125] },
      { sent: 1, served: 0, dropped: 0, latencies: [] },
      { sent: 0, served: 1, dropped: 0, latencies: [1500, 1750] },
      { sent: 0, served: 0, dropped: 0, latencies: [] },
    ]);
  });

  it('names the seconds that have changed, once', () => {
    const seconds = new Seconds(FIRST);
    seconds.add(request(0, 0.5, 2.25));
    expect([...seconds.takeChanged()]).toEqual([0, 2]);
    expect([...seconds.takeChanged()]).toEqual([]);
  });

  it('knows of requests on their way by the numbers around them', () => {
    const seconds = new Seconds(FIRST);
    // Ten a second, of which those with an even number take their time.
    for (const n of [1, 3, 5, 7, 9]) seconds.add(request(n, n / 10, n / 10 + 0.01));
    seconds.add(request(0, 0, 1.5));
    expect(seconds.at(0).sent).toBe(6);
    expect(seconds.sentByNumber(0)).toBe(10);
    expect(seconds.sentByNumber(1)).toBeNull();
  });
});
