import { requestsOf } from '../../../../experiments/load/spec';
import { parseExperiment } from '../../../../experiments/spec';
import type { LoadSpec } from '../../../../experiments/types';
import { ConfigError } from '../../../../stacks/problems';

const parsed = (load: Record<string, unknown>, preset = 'smoke'): LoadSpec => parseExperiment({ preset, load }).load;
function problems(load: Record<string, unknown>, preset = 'smoke'): string[] {
  try {
    parsed(load, preset);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ path, allowed }) => `${path}: ${allowed}`);
  }
}
const users = [{ users: 5, duration: 10 }];

describe('the load', () => {
  it('counts virtual users in a closed loop', () => {
    const load = parsed({ model: 'users', thinkTime: 2, stages: [...users, { users: 50, ramp: 5, duration: 10 }] });
    expect(load.stages).toEqual([
      { rate: 5, duration: 10 },
      { rate: 50, ramp: 5, duration: 10 },
    ]);
  });

  it('is one path or a mix, whichever the user sets', () => {
    const mix = [{ path: '/heavywork' }, { path: '/order', weight: 4, method: 'POST', body: '{}' }];
    const mixed = parsed({ requests: mix });
    expect([mixed.path, mixed.requests]).toEqual([undefined, mix]);
    const one = parsed({ path: '/x' }, 'arrivals');
    expect([one.path, one.requests]).toEqual(['/x', undefined]);
    expect(problems({ path: '/x', requests: mix })).toEqual(['experiment.load.requests: either requests or path']);
    expect(problems({ requests: [] })).toHaveLength(1);
    expect(problems({ requests: [{ path: 'x', method: 'GRAB', weight: 0 }] })).toHaveLength(3);
  });

  it('is a mix of journeys, in either model, with time to think', () => {
    const journeys = [
      {
        name: 'buy',
        weight: 2,
        steps: [
          { path: '/a', thinkTime: 3 },
          { path: '/b', method: 'POST' },
        ],
      },
    ];
    const load = parsed({ journeys, thinkTime: 2 });
    expect(load).toMatchObject({ journeys, thinkTime: 2 });
    expect(load.path).toBeUndefined();
    expect(requestsOf(load)).toEqual([
      { path: '/a', weight: 2, method: 'GET', headers: {} },
      { path: '/b', weight: 2, method: 'POST', headers: {} },
    ]);
    expect(parsed({ path: '/x', model: 'users', stages: users }, 'smoke').journeys).toBeUndefined();
    const [journey] = journeys;
    expect(problems({ journeys: [{ ...journey, steps: [] }] })[0]).toContain('at least one step');
    expect(problems({ journeys: [journey, journey] })).toEqual(['experiment.load.journeys: each name once']);
    expect(problems({ journeys, requests: [{ path: '/x' }] })).toHaveLength(1);
    const many = [{ name: 'many', steps: Array.from({ length: 201 }, () => ({ path: '/a' })) }];
    expect(problems({ journeys: many })).toEqual(['experiment.load.journeys: at most 200 steps together']);
    expect(problems({ journeys, driver: 'locust' })).toEqual([
      'experiment.load.journeys: path or requests: the driver k6 plays journeys',
    ]);
  });

  it('refuses keys of the other model', () => {
    expect(problems({ stages: users })[0]).toMatch(/^experiment\.load\.stages\[0\]\.users: only with model: users/);
    expect(problems({ thinkTime: 2 })).toEqual(['experiment.load.thinkTime: only with model: users, or with journeys']);
    expect(problems({ model: 'users', arrivals: 'poisson' })[0]).toMatch(/^experiment\.load\.arrivals: not with/);
    expect(problems({ model: 'users', stages: [{ users: 5, rate: 5, duration: 1 }] })).toHaveLength(1);
    expect(problems({ stages: [{ duration: 5 }] })[0]).toMatch(/^experiment\.load\.stages\[0\]\.rate: a number from 0/);
  });

  it('takes what a preset says of another model or driver away with it', () => {
    const stages = [{ rate: 5, duration: 10 }];
    expect(parsed({ model: 'arrivals', arrivals: 'poisson', stages }, 'quick').thinkTime).toBeUndefined();
    expect(parsed({ stages: users }, 'quick').thinkTime).toBe(3);
  });

  it("names what the driver cannot do, as the configuration's own problem", () => {
    expect(problems({ driver: 'siege' })[0]).toMatch(/^experiment\.load\.model: users: siege has no arrival rate/);
    expect(problems({ generators: 0 })).toEqual(['experiment.load.generators: a whole number from 1 to 32']);
    expect(problems({ seed: 1.5 })).toEqual(['experiment.load.seed: a whole number']);
  });
});
