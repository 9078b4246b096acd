import { spentBetween, usageIn, type ContainerUsage, type Summary } from '../../../bench/podUsage';

const time = '2026-11-24T00:00:10Z';
const container = (name: string, cpu: number, memory: number) => ({
  name,
  cpu: { time, usageCoreNanoSeconds: cpu },
  memory: { workingSetBytes: memory },
});
const summary = (namespace: string, ...containers: ReturnType<typeof container>[]): Summary => ({
  pods: [{ podRef: { name: 'sample-1', namespace }, containers }],
});
const pod = {
  metadata: { name: 'sample-1', uid: 'u', creationTimestamp: time },
  spec: {
    containers: [{ name: 'app' }],
    // The first one has ended.
    initContainers: [{ name: 'istio-init' }, { name: 'istio-proxy', restartPolicy: 'Always' }],
  },
};

test('a pod has used what its containers and native sidecars have', () => {
  const summaries = [
    summary('other', container('app', 1, 1)),
    summary('app', container('app', 2e9, 64), container('istio-proxy', 5e8, 32)),
  ];
  expect(usageIn(summaries, 'app', [pod])).toEqual([
    { pod: 'sample-1', container: 'app', at: Date.parse(time), cpuSeconds: 2, memoryBytes: 64 },
    { pod: 'sample-1', container: 'istio-proxy', at: Date.parse(time), cpuSeconds: 0.5, memoryBytes: 32 },
  ]);
});

test('it is not known as long as one of them is not', () => {
  expect(usageIn([summary('app', container('app', 2e9, 64))], 'app', [pod])).toBeUndefined();
  expect(usageIn([], 'app', [pod])).toBeUndefined();
});

describe('what was used between two moments', () => {
  const at = (pod: string, container: string, cpuSeconds: number, memoryBytes: number): ContainerUsage => ({
    ...{ pod, container, at: 0 },
    ...{ cpuSeconds, memoryBytes },
  });
  const before = [at('a', 'app', 1, 10), at('b', 'app', 2, 10), at('b', 'istio-proxy', 1, 5)];

  it('is the CPU of all pods, and the memory of one in the end', () => {
    const after = [at('a', 'app', 4, 30), at('b', 'app', 4, 50), at('b', 'istio-proxy', 1.5, 7)];
    expect(spentBetween(before, after)).toEqual({
      app: { cpuSeconds: 5, memoryBytes: 40 },
      'istio-proxy': { cpuSeconds: 0.5, memoryBytes: 7 },
    });
  });

  it('is not known of pods that came or went, or of a container that began anew', () => {
    const later = (pod: string, cpu: number) => [at(pod, 'app', cpu, 10), ...before.slice(1)];
    expect(() => spentBetween(before, before.slice(1))).toThrow('There were 3 containers, now 2.');
    expect(() => spentBetween(before, later('c', 9))).toThrow('c/app is new, or has begun anew.');
    expect(() => spentBetween(before, later('a', 0.5))).toThrow('a/app is new, or has begun anew.');
  });
});
