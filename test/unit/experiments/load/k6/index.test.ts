import { k6 } from '../../../../../experiments/load/k6';
import type { LoadSpec } from '../../../../../experiments/types';
import { spec } from './fixtures';

const refused = (load: Partial<LoadSpec>): string[] => k6.refuse(spec(load).load, 10).map(({ key }) => key);

describe('k6 refuses', () => {
  it('nothing of what it can do', () => {
    expect(refused({})).toEqual([]);
    expect(refused({ model: 'users', thinkTime: 3, generators: 10 })).toEqual([]);
    expect(refused({ arrivals: 'poisson', requests: [{ path: '/a', body: 'x' }, { path: '/b' }] })).toEqual([]);
  });

  it('more virtual users than generators have, and generators without', () => {
    expect(refused({ model: 'users', stages: [{ rate: 2001, duration: 5 }] })).toEqual(['stages']);
    expect(refused({ model: 'users', stages: [{ rate: 2001, duration: 5 }], generators: 2 })).toEqual([]);
    expect(refused({ model: 'users', generators: 11 })).toEqual(['generators']);
  });

  it('what does not fit into a ConfigMap', () => {
    // 30 s at 7000 a second
    const stages = [{ rate: 7000, duration: 20 }];
    expect(refused({ arrivals: 'poisson', stages })).toEqual(['arrivals']);
    expect(refused({ arrivals: 'poisson', stages, generators: 2 })).toEqual([]);
    expect(refused({ stages })).toEqual([]);
    const requests = Array.from({ length: 4 }, () => ({ path: '/', body: 'x'.repeat(80_000) }));
    expect(refused({ requests })).toEqual(['requests']);
  });
});

describe('k6 warns', () => {
  it('where virtual users may run out', () => {
    const stages = [{ rate: 1000, duration: 5 }];
    expect(k6.warnings(spec({}))).toEqual([]);
    expect(k6.warnings(spec({ stages }))[0]).toContain('2200 requests may be in flight at once');
    expect(k6.warnings(spec({ stages }))[0]).toContain('requests are dropped');
    expect(k6.warnings(spec({ stages, arrivals: 'poisson' }))[0]).toContain('requests are sent late');
    expect(k6.warnings(spec({ stages, generators: 2 }))).toEqual([]);
  });
});
