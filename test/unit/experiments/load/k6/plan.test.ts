import { drawnArrivals } from '../../../../../experiments/load/arrivals';
import { loadHost } from '../../../../../experiments/load/address';
import { dueText, dueTimes, planOf } from '../../../../../experiments/load/k6/plan';
import { spec, target } from './fixtures';

const scenario = (load: Parameters<typeof spec>[0], generator = 0): unknown =>
  (planOf(spec(load), target, generator, null).options['scenarios'] as Record<string, unknown>)['load'];

describe("k6's plan", () => {
  it('is open-loop load that does not keep connections', () => {
    expect(scenario({})).toEqual({
      executor: 'ramping-arrival-rate',
      timeUnit: '1s',
      startRate: 10,
      stages: [
        { target: 10, duration: '10000ms' },
        { target: 10, duration: '20000ms' },
      ],
      preAllocatedVUs: 22,
      maxVUs: 22,
      gracefulStop: '3s',
    });
    const { options } = planOf(spec({}), target, 0, null);
    expect(options).toMatchObject({ noConnectionReuse: true, discardResponseBodies: true });
    expect(options['thresholds']).toBeUndefined();
    expect(planOf(spec({ reuseConnections: true }), target, 0, null).options['noConnectionReuse']).toBe(false);
  });

  it('has what is requested', () => {
    const requests = [
      { path: '/light', weight: 3 },
      { path: '/heavy', method: 'POST' as const, body: '{}', headers: { 'content-type': 'application/json' } },
    ];
    const plan = planOf(spec({ path: undefined, requests }), target, 0, null);
    expect(plan.requests).toEqual([
      { method: 'GET', url: 'http://sample.app.svc:8080/light', body: null, headers: {} },
      { method: 'POST', url: `${loadHost(target)}/heavy`, body: '{}', headers: { 'content-type': 'application/json' } },
    ]);
    expect(plan.order).toMatch(/^[01]{1000}$/);
    expect([...plan.order].filter((digit) => digit === '1')).toHaveLength(250);
    expect(plan.timeout).toBe('2000ms');
  });

  it('has virtual users that think in a closed loop', () => {
    expect(scenario({ model: 'users', thinkTime: 3 })).toEqual({
      executor: 'ramping-vus',
      startVUs: 10,
      stages: [
        { target: 10, duration: '10000ms' },
        { target: 10, duration: '20000ms' },
      ],
      gracefulRampDown: '3s',
      gracefulStop: '3s',
    });
    expect(planOf(spec({ model: 'users', thinkTime: 3 }), target, 0, null).thinkTime).toBe(3);
    expect(planOf(spec({}), target, 0, null).thinkTime).toBeNull();
  });

  it('shares drawn arrivals out, each to one generator', () => {
    const load = { arrivals: 'poisson', generators: 2 } as const;
    const [first, second] = [dueTimes(spec(load), 0), dueTimes(spec(load), 1)];
    expect([...first, ...second].sort((a, b) => a - b)).toEqual(drawnArrivals(spec(load)));
    expect(Math.abs(first.length - second.length)).toBeLessThanOrEqual(1);
    expect(scenario(load, 1)).toEqual({
      executor: 'shared-iterations',
      vus: 11,
      iterations: second.length,
      maxDuration: '33s',
      gracefulStop: '3s',
    });
  });

  it('writes due times as differences', () => {
    // 0.5 ms, 10 ms and 1 s: 5, 95 and 9900 tenths of a millisecond.
    expect(dueText([0.0005, 0.01, 1])).toBe(`5 ${(95).toString(36)} ${(9900).toString(36)}`);
    const due = drawnArrivals(spec({ arrivals: 'poisson' }));
    let tenths = 0;
    const read = dueText(due)
      .split(' ')
      .map((gap) => (tenths += parseInt(gap, 36)) / 10_000);
    read.forEach((time, i) => expect(Math.abs(time - due[i]!)).toBeLessThan(0.0001));
  });
});
