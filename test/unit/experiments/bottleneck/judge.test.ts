import { judge } from '../../../../experiments/bottleneck/judge';
import type { SignalSource, TargetService } from '../../../../experiments/services/types';
import type { Recording } from '../../../../experiments/types';
import { recordingOf, specOf, type Behaviour, type Step } from '../services/scenario';
import { CHAIN, near, node } from './levels';

/** 10 requests/s: each service works 4 ms and waits for the next; a tenth of 0.4 cores. */
const LOW: Step = {
  offered: 10,
  services: {
    a: { rate: 10, work: 4, downstreamWait: 8, cpu: 0.04, calls: { b: [10, 8] } },
    b: { rate: 10, work: 4, downstreamWait: 4, cpu: 0.04, calls: { c: [10, 4] } },
    c: { rate: 10, work: 4, cpu: 0.04 },
  },
};
const top = (a: Behaviour, b: Behaviour, c: Behaviour): Step => ({ offered: 100, services: { a, b, c } });

const A_SLOW = top(
  { rate: 80, workWait: 400, work: 12, downstreamWait: 8, cpu: 0.4, throttled: 8, calls: { b: [80, 8] } },
  { rate: 80, work: 4, downstreamWait: 4, cpu: 0.2, calls: { c: [80, 4] } },
  { rate: 80, work: 4, cpu: 0.16 },
);
const B_SLOW = top(
  { rate: 60, work: 4, downstreamWait: 500, cpu: 0.16, calls: { b: [60, 500] } },
  { rate: 60, workWait: 480, work: 16, downstreamWait: 4, cpu: 0.4, calls: { c: [60, 4] } },
  { rate: 60, work: 4, cpu: 0.12 },
);
const C_SLOW = top(
  { rate: 50, work: 4, downstreamWait: 600, cpu: 0.14, calls: { b: [50, 600] } },
  { rate: 50, work: 4, downstreamWait: 590, cpu: 0.12, calls: { c: [50, 590] } },
  { rate: 50, workWait: 575, work: 15, cpu: 0.39 },
);
/** Sixteen places of a are taken by requests that wait for c; 2 s of queue stand before a, and little before c. */
const C_HIDDEN = top(
  { rate: 40, poolWait: 2000, work: 4, downstreamWait: 396, cpu: 0.14, calls: { b: [40, 396] } },
  { rate: 40, work: 4, downstreamWait: 390, cpu: 0.12, calls: { c: [40, 390] } },
  { rate: 40, workWait: 365, work: 25, cpu: 0.4 },
);
const hidden = [{ ...node('a', ['b']), pool: 16 }, { ...node('b', ['c']), pool: 16 }, node('c')];

const judged = (source: SignalSource, high: Step, graph: readonly TargetService[] = CHAIN, low = LOW) =>
  judge(recordingOf([low, high], graph), specOf([low, high]), graph, source);

describe.each(['app', 'mesh'] as const)('by the signals of the %s', (source) => {
  it.each([
    ['a', A_SLOW, CHAIN],
    ['b', B_SLOW, CHAIN],
    ['c', C_SLOW, CHAIN],
    ['c', C_HIDDEN, hidden],
  ] as const)('%s is the bottleneck', (slow, step, graph) => {
    const { found } = judged(source, step, graph);
    expect(found).toMatchObject({
      verdict: 'saturated',
      service: slow,
      signals: source,
      criticalPath: ['a', 'b', 'c'],
    });
    expect(found.ranking[0]?.share).toBeGreaterThan(0.9);
    expect(found.ranking.filter(({ utilization }) => (utilization ?? 0) >= 0.8)).toHaveLength(1);
  });
});

test('the mesh: what a service does not wait for its calls is its own', () => {
  const { found, levels } = judged('mesh', A_SLOW);
  const { signals } = levels[1]!.services['a']!;
  // 420 ms by its own proxy, 8 ms of them for b by the same as the caller's; 0.4 cores for 80/s are 5 ms.
  expect(signals).toMatchObject({
    rate: near(80),
    latencyMean: near(420),
    downstreamWait: near(8),
    work: near(5),
    // At the lowest load 12 - 8 - 4 = 0 ms were neither: all of the 407 ms are a queue, and for CPU.
    delay: near(0),
    workWait: near(407),
    poolWait: 0,
    // 80/s of 407 ms; 80/s of 420 ms.
    queue: near(32.56),
    inFlight: near(33.6),
    cpuOfLimit: near(1),
    // 8 of 10 periods from 40 s on, of which cAdvisor's looks only say that it was after 30 and before 50 s: 72 of 320 are taken to be before 48 s.
    throttled: near(248 / 320),
    proxyCpu: near(0.01),
    queueing: null,
  });
  expect(found.ranking[0]).toMatchObject({ service: 'a', resource: 'CPU', latency: near(412), latencyBefore: near(4) });
  expect(found.evidence).toEqual([
    'a is saturated: CPU 100 % used, 33 requests waiting, throttled in 78 % of the CFS periods.',
    '98 % of the latency at a arises in a: 412 ms, at the lowest load 4 ms; most of it is waiting in its queue.',
    'Next would be b, at about 160 requests/s.',
    'Of a its own proxy saw 80/s of 420 ms (at the lowest load 12 ms), so 33.60 in it at a time (rate x latency, Little’s law). Its proxies used 0.01 cores themselves.',
    'These are the signals of the mesh: a service’s requests by its own proxy, its calls by the caller’s, CPU and throttling by cAdvisor. The application’s own are there too: --signals app.',
  ]);
});

test('the mesh: a queue before a service that only waits is that of the one it waits for', () => {
  const { found, levels } = judged('mesh', C_HIDDEN, hidden);
  // 2400 - 396 - 3.5 ms of CPU, of which none at the lowest load; its CPU is free, so requests wait for a place.
  expect(levels[1]?.services['a']?.signals).toMatchObject({
    poolWait: near(2000.5),
    workWait: 0,
    queue: near(80.02),
    queueing: near(2000.5 / 2400),
  });
  expect(found.hidden).toEqual([{ service: 'a', behind: 'c', queue: near(80.02), utilization: near(0.35) }]);
  // A place is held 399.5 ms, 3.5 of them for a itself: so of 2000.5 ms of queue 17.53.
  expect(found.ranking.find(({ service }) => service === 'a')?.latency).toBeCloseTo(3.5 + (2000.5 * 3.5) / 399.5);
  expect(found.evidence).toContain('a has a queue (80 requests) because it waits for c: its own utilization is 35 %.');
  expect(found.evidence.at(-2)).toBe(
    'Of c its own proxy saw 40/s of 390 ms (at the lowest load 4 ms), so 15.60 in it at a time (rate x latency, Little’s law); b’s proxy saw 40/s of 390 ms. Its proxies used 0.01 cores themselves.',
  );
});

describe('a service with free CPU whose few places are held by a wait of its own', () => {
  const low: Step = {
    offered: 10,
    services: {
      a: { rate: 10, work: 4, downstreamWait: 208, cpu: 0.04, calls: { b: [10, 208] } },
      b: { rate: 10, work: 4, downstreamWait: 204, cpu: 0.04, calls: { c: [10, 204] } },
      c: { rate: 10, delay: 200, work: 4, cpu: 0.04 },
    },
  };
  const high = top(
    { rate: 50, poolWait: 2000, work: 4, downstreamWait: 1708, cpu: 0.2, calls: { b: [50, 1708] } },
    { rate: 50, work: 4, downstreamWait: 1704, cpu: 0.2, calls: { c: [50, 1704] } },
    { rate: 50, poolWait: 1500, delay: 200, work: 4, cpu: 0.2 },
  );
  const graph = [{ ...node('a', ['b']), pool: 80 }, node('b', ['c']), { ...node('c'), pool: 10 }];

  it('is named by both, by the mesh because of its queue', () => {
    expect(judged('app', high, graph, low).found).toMatchObject({
      service: 'c',
      ranking: [{ resource: 'pool' }, {}, {}],
    });
    const { found } = judged('mesh', high, graph, low);
    expect(found).toMatchObject({
      verdict: 'saturated',
      service: 'c',
      // 200 ms of 1700 besides CPU it takes at the lowest load too: 1500 of 1704 ms are queue.
      ranking: [{ resource: 'queue', utilization: near(1500 / 1704), queue: near(75) }, {}, {}],
      hidden: [{ service: 'a', behind: 'c', queue: near(100) }],
    });
    expect(found.evidence[0]).toBe(
      'c is saturated: requests wait for 88 % of their time in it, 75 requests waiting, throttled in 0 % of the CFS periods.',
    );
  });

  it('is not where it is only slow, with no queue', () => {
    const slow = top(
      { rate: 50, work: 4, downstreamWait: 208, cpu: 0.2, calls: { b: [50, 208] } },
      { rate: 50, work: 4, downstreamWait: 204, cpu: 0.2, calls: { c: [50, 204] } },
      { rate: 50, delay: 200, work: 4, cpu: 0.19 },
    );
    const { found } = judged('mesh', slow, graph, low);
    expect(found.verdict).toBe('unsaturated');
    expect(found.evidence).toContain(
      'Most of the latency arises in c (204 ms, mostly what it takes at the lowest load too without CPU, which more replicas do not shorten), which is not saturated.',
    );
  });
});

/** The recording without the series of these services that the source counted. */
function without(recording: Recording, isOf: (series: string) => boolean, ...names: string[]): Recording {
  const services = Object.entries(recording.services ?? {}).map(([name, own]) => {
    const series = Object.entries(own.series).filter(([one]) => !names.includes(name) || !isOf(one));
    return [name, { ...own, series: Object.fromEntries(series) }];
  });
  return { ...recording, services: Object.fromEntries(services) as Recording['services'] };
}
const byMesh = (series: string): boolean => series.startsWith('mesh/');
const byApp = (series: string): boolean => !byMesh(series);

test('where the application counts too it is asked first, and both are told of', () => {
  const recording = recordingOf([LOW, A_SLOW], CHAIN);
  const { found } = judge(recording, specOf([LOW, A_SLOW]), CHAIN);
  expect(found.signals).toBe('app');
  expect(found.evidence.at(-1)).toBe(
    'These are the application’s own signals, which say more; --signals mesh takes those of the mesh.',
  );
  // Of one service only the mesh tells: then of all.
  const some = judge(without(recording, byApp, 'b'), specOf([LOW, A_SLOW]), CHAIN);
  expect(some.found).toMatchObject({ signals: 'mesh', service: 'a' });
});

test('asked for a mesh that is not there it says so', () => {
  const app = without(recordingOf([LOW, A_SLOW], CHAIN), byMesh, 'a', 'b', 'c');
  const { found } = judge(app, specOf([LOW, A_SLOW]), CHAIN, 'mesh');
  expect(found.verdict).toBe('unknown');
  expect(found.evidence[0]).toContain('Nothing is known of a: the mesh counted none of its requests');
  // Nor is it spoken of where nobody asks for it.
  const { evidence } = judge(app, specOf([LOW, A_SLOW]), CHAIN).found;
  expect(evidence.join()).not.toContain('mesh');
});

test('a service without a proxy is named by what its callers saw, where its queue says so', () => {
  // b has neither a proxy nor metrics of its own, and is not in the configuration: a calls it.
  const graph = [node('a')];
  const low: Step = {
    offered: 10,
    services: { a: { rate: 10, work: 4, downstreamWait: 50, cpu: 0.04, calls: { b: [10, 50] } } },
  };
  const high: Step = {
    offered: 100,
    services: { a: { rate: 60, work: 4, downstreamWait: 500, cpu: 0.2, calls: { b: [60, 500] } } },
  };
  const { found, graph: seen } = judge(recordingOf([low, high], graph), specOf([low, high]), graph, 'mesh');
  expect(seen.map(({ name }) => name)).toEqual(['a', 'b']);
  // 50 ms at the lowest load: 450 of 500 ms are queue, 60/s of them 27 requests.
  expect(found).toMatchObject({
    verdict: 'saturated',
    service: 'b',
    ranking: [{ resource: 'queue', utilization: near(0.9), queue: near(27) }, {}],
  });
  expect(found.evidence).toEqual(
    expect.arrayContaining([
      'Of b a’s proxy saw 60/s of 500 ms.',
      'No utilization is known of b: no CPU was seen there.',
    ]),
  );
});

test('a service that the callers’ proxies know by its Deployment is one with its own proxy’s', () => {
  const renamed = (step: Step): Step => ({
    ...step,
    services: { ...step.services, b: { ...step.services['b']!, calls: { 'c-v1': step.services['b']!.calls!['c']! } } },
  });
  const graph = CHAIN.map((one) => (one.name === 'c' ? { ...one, deployment: 'c-v1' } : one));
  const judgement = judged('mesh', renamed(C_SLOW), graph, renamed(LOW));
  expect(judgement.graph.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  expect(judgement.found).toMatchObject({ verdict: 'saturated', service: 'c', criticalPath: ['a', 'b', 'c'] });
});
