import { bottleneck, utilizationOf } from '../../../../experiments/bottleneck/analyse';
import { CHAIN, level, near, node, service } from './levels';

/** Little load: everybody works 4 ms, nobody waits. */
const low = level(10, {
  a: service({ work: 4, downstreamWait: 8, cpuOfLimit: 0.1, busy: 0.04 }, { b: [10, 8] }),
  b: service({ work: 4, downstreamWait: 4, cpuOfLimit: 0.1, busy: 0.04 }, { c: [10, 4] }),
  c: service({ work: 4, cpuOfLimit: 0.1, busy: 0.04 }),
});

describe('the bottleneck of a chain', () => {
  it('is the entry where it is the one that is used up', () => {
    const top = level(100, {
      a: service(
        { rate: 80, workWait: 400, work: 12, downstreamWait: 8, cpuOfLimit: 1, busy: 0.97, queue: 32 },
        { b: [80, 8] },
      ),
      b: service({ rate: 80, work: 4, downstreamWait: 4, cpuOfLimit: 0.5, busy: 0.3 }, { c: [80, 4] }),
      c: service({ rate: 80, work: 4, cpuOfLimit: 0.4, busy: 0.3 }),
    });
    const found = bottleneck([low, top], CHAIN);
    expect(found).toMatchObject({ verdict: 'saturated', service: 'a', hidden: [], criticalPath: ['a', 'b', 'c'] });
    expect(found.ranking[0]).toMatchObject({
      service: 'a',
      utilization: 1,
      resource: 'CPU',
      latency: near(412),
      latencyBefore: near(4),
      share: near(412 / 420),
      // Least squares over U = D X: D = (10 x 0.1 + 80 x 1) / (10^2 + 80^2).
      capacity: near(6500 / 81),
    });
    expect(found.evidence).toEqual([
      'a is saturated: CPU 100 % used, 32 requests waiting, throttled in 0 % of the CFS periods.',
      '98 % of the latency at a arises in a: 412 ms, at the lowest load 4 ms; most of it is waiting in its queue.',
      'Next would be b, at about 160 requests/s.',
    ]);
  });

  it('is the one in the middle', () => {
    const top = level(100, {
      a: service({ rate: 60, work: 4, downstreamWait: 500, cpuOfLimit: 0.4, busy: 0.3 }, { b: [60, 500] }),
      b: service(
        { rate: 60, workWait: 480, work: 16, downstreamWait: 4, cpuOfLimit: 1, busy: 0.96, queue: 29 },
        { c: [60, 4] },
      ),
      c: service({ rate: 60, work: 4, cpuOfLimit: 0.3, busy: 0.25 }),
    });
    expect(bottleneck([low, top], CHAIN)).toMatchObject({ verdict: 'saturated', service: 'b', hidden: [] });
  });

  it('is the last one, though its queue stands before the first', () => {
    // Sixteen places of a are all taken by requests that wait for c, and the queue before them grows. b and c see few at a time.
    const top = level(100, {
      a: service(
        {
          rate: 40,
          poolWait: 2000,
          work: 4,
          downstreamWait: 396,
          cpuOfLimit: 0.35,
          busy: 0.16,
          poolUsed: 1,
          queue: 80,
        },
        { b: [40, 396] },
      ),
      b: service(
        { rate: 40, work: 4, downstreamWait: 390, cpuOfLimit: 0.3, busy: 0.16, poolUsed: 0.98 },
        { c: [40, 390] },
      ),
      c: service({ rate: 40, workWait: 365, work: 25, cpuOfLimit: 1, busy: 0.99, queue: 14.6 }),
    });
    const found = bottleneck(
      [low, top],
      [{ ...node('a', ['b']), pool: 16 }, { ...node('b', ['c']), pool: 16 }, node('c')],
    );
    expect(found).toMatchObject({
      verdict: 'saturated',
      service: 'c',
      hidden: [{ service: 'a', behind: 'c', queue: 80, utilization: 0.35 }],
    });
    // Of a's 2400 ms only 4 % of the hold and of the queue are a's own.
    expect(found.ranking.find(({ service: name }) => name === 'a')?.latency).toBeCloseTo(24);
    expect(found.ranking[0]?.share).toBeGreaterThan(0.95);
    expect(found.evidence).toContain(
      'a has a queue (80 requests) because it waits for c: its own utilization is 35 %.',
    );
  });

  it('is a service whose own delay fills its pool: more places help', () => {
    const top = level(100, {
      a: service({ rate: 50, work: 4, downstreamWait: 700, cpuOfLimit: 0.3, busy: 0.2 }, { b: [50, 700] }),
      b: service(
        { rate: 50, poolWait: 500, delay: 190, work: 4, downstreamWait: 6, cpuOfLimit: 0.3, poolUsed: 1, queue: 25 },
        { c: [50, 6] },
      ),
      c: service({ rate: 50, work: 6, cpuOfLimit: 0.3 }),
    });
    expect(bottleneck([low, top], CHAIN)).toMatchObject({
      verdict: 'saturated',
      service: 'b',
      ranking: [{ resource: 'pool', utilization: near(0.97) }, {}, {}],
      hidden: [],
    });
  });

  it('is not a service that is only slow: where nobody is saturated it is who would be first', () => {
    const top = level(100, {
      a: service({ rate: 100, work: 4, downstreamWait: 210, cpuOfLimit: 0.5, busy: 0.4 }, { b: [100, 210] }),
      b: service({ rate: 100, delay: 200, work: 4, downstreamWait: 6, cpuOfLimit: 0.2, busy: 0.2 }, { c: [100, 6] }),
      c: service({ rate: 100, work: 6, cpuOfLimit: 0.3, busy: 0.3 }),
    });
    const found = bottleneck([top], CHAIN);
    expect(found).toMatchObject({ verdict: 'unsaturated', service: 'a' });
    expect(found.evidence.slice(0, 3)).toEqual([
      'No service is saturated; a would be the first, at about 200 requests/s (CPU 50 % used).',
      expect.stringContaining('2 % of the latency at a arises in a') as unknown,
      'Most of the latency arises in b (204 ms, mostly a fixed delay, which more replicas do not shorten), which is not saturated.',
    ]);
  });

  it('of two that are saturated is the one where the latency arises', () => {
    const top = level(100, {
      a: service(
        { rate: 70, workWait: 12, work: 8, downstreamWait: 600, cpuOfLimit: 0.97, busy: 0.6 },
        { b: [70, 600] },
      ),
      b: service({ rate: 70, work: 4, downstreamWait: 590, cpuOfLimit: 0.3 }, { c: [70, 590] }),
      c: service({ rate: 70, workWait: 575, work: 14, cpuOfLimit: 0.93, busy: 0.98, queue: 40 }),
    });
    expect(bottleneck([low, top], CHAIN).service).toBe('c');
  });

  it('is unknown without data, and says which service was silent', () => {
    expect(bottleneck([], CHAIN)).toMatchObject({ verdict: 'unknown', service: null });
    const none = level(10, { a: { ...service({ rate: 0, latencyMean: null }), reason: 'no pod was seen' } });
    expect(bottleneck([none], CHAIN).evidence).toEqual(['Nothing is known of a: no pod was seen.']);
    const some = level(10, {
      ...low.services,
      c: service({ rate: 0, latencyMean: null, cpuOfLimit: null, busy: null }),
    });
    expect(bottleneck([some], CHAIN).evidence.at(-1)).toBe('Not judged, because it answered no request: c.');
  });
});

test('the pool counts as far as a service holds it for itself', () => {
  const held = service({ work: 10, downstreamWait: 90, poolUsed: 1, cpuOfLimit: 0.05, busy: null });
  expect(utilizationOf(held)).toEqual({ utilization: 0.1, resource: 'pool' });
  expect(utilizationOf(undefined)).toEqual({ utilization: null, resource: null });
});
