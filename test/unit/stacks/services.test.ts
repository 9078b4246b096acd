import { ConfigError } from '../../../stacks/problems';
import { parseConfig } from '../../../stacks/schema';
import { stepsOf } from '../../../stacks/serviceJourneys';

const services = (workload: object, more: object = {}) =>
  parseConfig({ workload, experiment: { preset: 'none' }, ...more }).services;

function problems(workload: object, more: object = {}): string[] {
  try {
    services(workload, more);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n').slice(1);
    throw error;
  }
  return [];
}

describe('a workload of several services', () => {
  it('is none where neither a graph nor services are asked for', () => {
    expect(services({ cpuRequest: 0.1 })).toBeNull();
  });

  it('completes what is left out; a route has what its service says', () => {
    const found = services({
      services: {
        front: { rounds: 10, routes: { '/a': { calls: [['back', 'back/x']] }, '/b': { rounds: 0 } } },
        back: { delayMs: 5, routes: { '/': {}, '/x': { errorRate: 0.5 } } },
      },
    });
    expect(found).toMatchObject({ entry: 'front', autoscaled: ['front', 'back'] });
    expect(found?.services['front']).toEqual({
      routes: {
        '/a': { rounds: 10, delayMs: 0, errorRate: 0, calls: [['back', 'back/x']] },
        '/b': { rounds: 0, delayMs: 0, errorRate: 0, calls: [] },
      },
      concurrency: 1,
      timeout: 5,
      seed: 1,
      cpuRequest: 0.1,
      cpuLimit: 0.4,
      memoryMiB: 96,
    });
    expect(found?.services['back']?.routes['/x']).toEqual({ rounds: 4000, delayMs: 5, errorRate: 0.5, calls: [] });
    // Without journeys every path of the entry is one.
    expect(found?.journeys).toEqual([
      { path: '/a', weight: 1 },
      { path: '/b', weight: 1 },
    ]);
  });

  it('takes a ready graph, with single values changed', () => {
    const chain = services({ graph: 'chain', autoscale: ['store'], services: { store: { rounds: 90_000 } } });
    expect(chain).toMatchObject({ entry: 'frontend', autoscaled: ['store'] });
    expect(chain?.services['store']?.routes['/']?.rounds).toBe(90_000);
    expect(chain?.services['api']?.routes['/']).toMatchObject({ rounds: 16_000, calls: [['store']] });
    const shop = services({ graph: 'shop' });
    expect(Object.keys(shop?.services ?? {})).toEqual([
      'frontend',
      'catalogue',
      'recommendation',
      'cart',
      'checkout',
      'payment',
    ]);
    expect(shop?.journeys.map((journey) => [journey.weight, stepsOf(journey).map(({ path }) => path)])).toEqual([
      [7, ['/browse']],
      [2, ['/browse', '/cart']],
      [1, ['/browse', '/cart', '/checkout']],
    ]);
    expect(problems({ graph: 'mall' })).toContainEqual('  - workload.graph is "mall": allowed: chain, shop');
  });

  it('refuses cycles, unknown names and paths, and services that nobody reaches', () => {
    expect(problems({ services: { a: { calls: ['b'] }, b: { calls: ['c'] }, c: { calls: ['b'] } } })).toEqual([
      '  - workload.services is "b -> c -> b": calls must not come back to where they began',
    ]);
    expect(problems({ services: { a: { calls: ['d', 'b/x', 'constructor'] }, b: {} }, autoscale: ['z'] })).toEqual([
      '  - workload.services.a.routes./.calls is "d": there is no such service: a, b',
      '  - workload.services.a.routes./.calls is "b/x": b has no path /x: /',
      '  - workload.services.a.routes./.calls is "constructor": there is no such service: a, b',
      '  - workload.autoscale is "z": there is no such service: a, b',
    ]);
    expect(problems({ services: { a: {}, b: {} } })).toEqual([
      '  - workload.entry is not set: no other service calls a or b: which is it?',
    ]);
    expect(problems({ entry: 'a', services: { a: {}, b: {} } })).toEqual([
      '  - workload.services.b is "b": no request from a gets there; call it or remove it',
    ]);
    expect(problems({ services: {} })).toEqual(['  - workload.services is {}: at least one service']);
    expect(problems({ services: { A: {} }, colour: 'red' })).toEqual([
      expect.stringContaining('workload.services.A is {}: '),
      '  - workload.colour is "red": no such key; remove it or mend its name',
    ]);
  });

  it('refuses more pods than fit, by CPU and by memory', () => {
    const one = { cpuRequest: 0.4, cpuLimit: 0.4 };
    // 1.5 cores: three of 0.4 and not four.
    expect(
      problems({ services: { a: { ...one, calls: ['b'] }, b: { ...one, replicas: 2 } }, autoscale: ['a'] }),
    ).toEqual([]);
    const [cpu] = problems({ services: { a: { ...one, calls: ['b'] }, b: { ...one, replicas: 3 } }, autoscale: ['a'] });
    expect(cpu).toContain(
      'workload.services is "b": no room: the 4 pods ask for 1.60 cores and 384 MiB, and the nodes',
    );
    expect(problems({ services: { a: { memoryMiB: 4096 } } })[0]).toContain('1 x 1.5 cores and 2048 MiB');
    // An autoscaled service begins with one pod.
    expect(problems({ services: { a: { ...one, calls: ['b'] }, b: { ...one, replicas: 3 } } })).toEqual([]);
  });

  it('sends the journeys, unless the experiment says what is asked for', () => {
    const load = (experiment: object) => parseConfig({ workload: { graph: 'chain' }, experiment }).experiment?.load;
    expect(load({ preset: 'smoke' })?.path).toBe('/');
    expect(load({ preset: 'smoke', load: { path: '/?id=1' } })?.path).toBe('/?id=1');
    expect(problems({ graph: 'chain' }, { experiment: { load: { path: '/browse' } } })).toEqual([
      '  - experiment.load.path is "/browse": frontend serves: /',
    ]);
  });

  it('sends journeys of several steps, one path being a journey of one', () => {
    const services = { front: { routes: { '/a': {}, '/b': {} } } };
    const steps = [
      { path: '/a?id=1', thinkTime: 2 },
      { path: '/b', method: 'POST' },
    ];
    const journeys = [
      { path: '/a', weight: 2 },
      { name: 'both', weight: 1, steps },
    ];
    const load = (experiment: object) => parseConfig({ workload: { services, journeys }, experiment }).experiment?.load;
    expect(load({ preset: 'smoke' })?.journeys).toEqual([
      { name: '/a', weight: 2, steps: [{ path: '/a' }] },
      { name: 'both', weight: 1, steps },
    ]);
    // Locust sends the same requests, each for itself.
    expect(load({ preset: 'smoke', load: { driver: 'locust' } })?.requests).toEqual([
      { path: '/a', weight: 2 },
      { path: '/a?id=1', weight: 1 },
      { path: '/b', method: 'POST', weight: 1 },
    ]);
    expect(load({ preset: 'smoke', load: { path: '/b' } })?.journeys).toBeUndefined();
    expect(problems({ services, journeys: [{ weight: 1, steps: [{ path: '/c' }] }, { weight: 1 }] })).toEqual([
      '  - workload.journeys[0].name is not set: a name, for example "add to cart"',
      expect.stringContaining('  - workload.journeys[1].path is not set: either a path, or a name and steps'),
    ]);
    expect(problems({ services, journeys: [{ name: 'c', weight: 1, steps: [{ path: '/c' }] }] })).toEqual([
      '  - workload.journeys is "/c": front has no such path: /a, /b',
    ]);
  });
});
