import { goDuration, longestRange, promDuration, seconds } from '../../../../components/autoscalers/duration';

describe('durations', () => {
  it.each([
    ['30s', 30],
    ['1h30m', 5400],
    ['500ms', 0.5],
    ['1d', 86_400],
  ])('%s is %d s', (text, value) => {
    expect(seconds(text)).toBe(value);
  });

  it.each(['30', '', '0s', '1.5m', 'm'])('%j is none', (text) => {
    expect(promDuration.safeParse(text).success).toBe(false);
  });

  it('Go has no days', () => {
    expect(promDuration.safeParse('1d').success).toBe(true);
    expect(goDuration.safeParse('1d').success).toBe(false);
  });

  it.each([
    ['sum(rate(a[2m]))', 120],
    ['rate(a{b="c"}[30s]) / rate(d[1m30s])', 90],
    ['max_over_time(rate(a[1m])[5m:10s])', 300],
    ['sum(a)', 0],
  ])('%s looks back %d s', (query, value) => {
    expect(longestRange(query)).toBe(value);
  });
});
