import { judge } from '../../../../experiments/demand/outcome';
import type { Recent } from '../../../../experiments/load/output';

const span = { rate: 10, from: 1000, to: 11_000 };
/** 100 requests, one each 100 ms from 1 s on, with the latencies that are given for the last ones. */
const requests = (latencies: readonly number[], count = 100): Recent[] =>
  Array.from({ length: count }, (_, i) => {
    const duration = latencies[i - count + latencies.length] ?? 20;
    return { iteration: i, start: 1000 + i * 100, end: 1000 + i * 100 + duration, duration, ok: true };
  });
const p95 = [{ sli: 'latencyP95', max: 500 }];

it('is kept if each objective is', () => {
  expect(judge(span, requests([]), [...p95, { sli: 'availability', min: 0.99 }])).toEqual({
    rate: 10,
    verdict: 'pass',
    due: 100,
    answered: 100,
    served: 100,
    slis: { latencyP95: 20, availability: 1 },
  });
});

it('is missed by the latency, by linear interpolation between the closest ranks', () => {
  // Ranks 0 to 99: 0.95 x 99 = 94.05, which lies between the 95th request (20 ms) and the 96th (1020 ms): 20 + 0.05 x 1000.
  expect(judge(span, requests([1020, 1020, 1020, 1020, 1020]), p95).slis).toEqual({
    latencyP95: expect.closeTo(70, 6) as number,
  });
  expect(judge(span, requests(new Array<number>(6).fill(1020)), p95)).toMatchObject({ verdict: 'fail' });
});

it('leaves out what was begun before and after', () => {
  const around = [999, 11_000].map((start) => ({ iteration: 0, start, end: start + 9000, duration: 9000, ok: false }));
  expect(judge(span, [...requests([]), ...around], [{ sli: 'latencyMax', max: 30 }]).verdict).toBe('pass');
});

it('takes a request without an answer for slower than any bound', () => {
  // 10 of 100 are missing, and those that were answered last took long.
  const slow = requests(new Array<number>(20).fill(700), 90);
  expect(judge(span, slow, p95)).toMatchObject({ verdict: 'fail', answered: 90, slis: { latencyP95: null } });
});

it('is invalid if all that was sent was answered well, but not all was sent', () => {
  expect(judge(span, requests([], 80), p95)).toMatchObject({ verdict: 'invalid', answered: 80 });
});

it('counts failures', () => {
  const failed = requests([]).map((one, i) => ({ ...one, ok: i >= 2 }));
  expect(judge(span, failed, [{ sli: 'availability', min: 0.99 }])).toMatchObject({
    verdict: 'fail',
    served: 98,
    slis: { availability: 0.98 },
  });
  expect(judge(span, failed, [{ sli: 'errorRate', max: 0.03 }])).toMatchObject({ verdict: 'pass' });
});

it('without any answer is missed', () => {
  expect(judge(span, [], p95)).toMatchObject({ verdict: 'fail', answered: 0, served: 0 });
});
