import { averagingLag, held, periodic, soonest } from '../../../../components/autoscalers/notice';

describe('time to notice', () => {
  it('is the lag at best, half of each period more on average, all of each at worst', () => {
    expect(periodic(2, 5, 15)).toEqual({ least: 2, mean: 12, worst: 22 });
    expect(periodic(0)).toEqual({ least: 0, mean: 0, worst: 0 });
  });

  it('lags by the share of the window that moves an average out of the tolerance', () => {
    // 100 requests/s become 200: after 12 s of a window of 120 s the average is (108 x 100 + 12 x 200) / 120 = 110
    expect(averagingLag(120)).toBe(12);
    expect(averagingLag(30, 0.5)).toBe(15);
  });

  it('is later by a scale-up stabilization window', () => {
    expect(held({ least: 1, mean: 2, worst: 3 }, 60)).toEqual({ least: 61, mean: 62, worst: 63 });
  });

  it('of several is that of the first', () => {
    expect(soonest([{ least: 1, mean: 20, worst: 40 }, null, { least: 3, mean: 10, worst: 23 }])).toEqual({
      least: 1,
      mean: 10,
      worst: 23,
    });
    expect(soonest([null])).toBeNull();
  });
});
