import { byServiceName, seenGraph, withWaits } from '../../../../experiments/services/seen';
import type { ServiceResult } from '../../../../experiments/services/types';
import { near, node, service } from '../bottleneck/levels';

const byMesh = (latencyMean: number, calls: Parameters<typeof service>[1] = {}, work = 2): ServiceResult => ({
  ...service({ latencyMean, work, poolWait: null, delay: null, workWait: null, downstreamWait: null }, calls),
  from: 'mesh',
});
const waitOf = (services: Record<string, ServiceResult>, ...configured: Parameters<typeof node>[1][]) => {
  const graph = [node('a', ...configured), node('b'), node('c')];
  const seen = seenGraph(graph, [services]);
  return { seen, wait: withWaits(services, seen)['a']?.signals.downstreamWait };
};
const called = { b: [10, 30], c: [10, 20] } as const;

test('calls that are configured one after the other add up; of those at the same time the slowest counts', () => {
  const services = { a: byMesh(60, called), b: byMesh(30), c: byMesh(20) };
  expect(waitOf(services, ['b'], ['c'])).toMatchObject({ wait: near(50), seen: { assumed: [] } });
  expect(waitOf(services, ['b', 'c'])).toMatchObject({ wait: near(30), seen: { assumed: [] } });
  // Two calls of c for each request.
  expect(waitOf({ ...services, a: byMesh(60, { c: [20, 20] }) }, ['c'])).toMatchObject({ wait: near(40) });
});

test('of others: one after the other where that fits into the latency, else at the same time; and it is said', () => {
  const assumed = (as: string) => [{ service: 'a', callees: ['b', 'c'], as }];
  const fits = waitOf({ a: byMesh(60, called), b: byMesh(30), c: byMesh(20) });
  expect(fits).toMatchObject({ wait: near(50), seen: { assumed: assumed('sequence') } });
  expect(fits.seen.graph[0]?.calls).toMatchObject({ '(seen)': [['b'], ['c']] });
  const not = waitOf({ a: byMesh(40, called), b: byMesh(30), c: byMesh(20) });
  expect(not).toMatchObject({ wait: near(30), seen: { assumed: assumed('parallel') } });
  // An only one can be called in no other way.
  expect(waitOf({ a: byMesh(40, { b: [10, 30] }), b: byMesh(30), c: byMesh(20) })).toMatchObject({
    wait: near(30),
    seen: { assumed: [] },
  });
});

test('what is at one load too long for one after the other is so at every load', () => {
  const [low, high] = [{ a: byMesh(60, called) }, { a: byMesh(90, { b: [10, 80], c: [10, 70] }) }];
  expect(seenGraph([node('a'), node('b'), node('c')], [low, high]).assumed).toMatchObject([{ as: 'parallel' }]);
});

test('a service waits no longer than it takes, and its CPU is no more than its own time', () => {
  const services = { a: byMesh(40, { b: [11, 40] }, 5), b: byMesh(40) };
  const { signals } = withWaits(services, seenGraph([node('a', ['b']), node('b')], [services]))['a']!;
  expect(signals).toMatchObject({ downstreamWait: 40, work: 0 });
});

test('a configured call that was not seen is not in the graph', () => {
  const { graph } = seenGraph(
    [node('a', ['b'], ['c']), node('b'), node('c')],
    [{ a: byMesh(40, { b: [10, 30], c: [0, 0] }) }],
  );
  expect(graph[0]?.calls).toEqual({ '/': [['b']] });
});

test('who has no proxy of its own is as its callers saw it', () => {
  const services = { a: byMesh(60, { b: [10, 30], db: [10, 20] }), b: byMesh(30, { db: [30, 40] }) };
  const seen = seenGraph([node('a', ['b']), node('b')], [services]);
  expect(seen.graph.map(({ name }) => name)).toEqual(['a', 'b', 'db']);
  const { db } = withWaits(services, seen);
  // 10/s of 20 ms and 30/s of 40 ms; 40/s of 35 ms are 1.4 in it.
  expect(db).toMatchObject({
    signals: { rate: 40, latencyMean: near(35), inFlight: near(1.4), cpu: null },
    calls: {},
    reason: expect.stringContaining('by its callers only') as unknown,
  });
});

test('calls that lead back are left out', () => {
  const services = { a: byMesh(60, { b: [10, 30] }), b: byMesh(30, { a: [1, 60] }) };
  const seen = seenGraph([node('a', ['b']), node('b')], [services]);
  expect(seen.cycles).toEqual([['b', 'a']]);
  expect(withWaits(services, seen)['b']).toMatchObject({ calls: {}, signals: { downstreamWait: 0 } });
});

test('a callee that the proxy knows by its Deployment is the service that this is of', () => {
  const services = [node('a'), { ...node('b'), deployment: 'b-v1' }];
  const { a } = byServiceName({ a: byMesh(60, { 'b-v1': [10, 30], db: [10, 5] }) }, services);
  expect(Object.keys(a!.calls)).toEqual(['b', 'db']);
});
