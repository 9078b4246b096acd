import { heldSeconds, podSeconds, requestsAt, usageWithoutPods } from '../../../../experiments/slis/resources';
import type { PodRecord } from '../../../../experiments/types';
import { buildRecording } from '../../../fixtures/recording';

function pod(
  created: number,
  scheduled: number | null,
  deleted: number | null,
  cpuCores: number | null = 0.5,
): PodRecord {
  return {
    ...(buildRecording('fixed').pods[0] as PodRecord),
    limits: undefined,
    created: created * 1000,
    scheduled: scheduled === null ? null : scheduled * 1000,
    deleted: deleted === null ? null : deleted * 1000,
    requests: { cpuCores, memoryBytes: null },
  };
}

describe('podSeconds', () => {
  it('adds up what lies in the span', () => {
    // 100 of 100 (there before and after), 30, 10 (created 90), 0 (gone before).
    const pods = [pod(-50, -50, null), pod(20, 21, 50), pod(90, 91, 500), pod(-9, -9, 0)];
    expect(podSeconds(pods, 0, 100_000)).toBe(140);
  });
});

const requestedCpuSeconds = (pods: readonly PodRecord[], from: number, to: number) =>
  heldSeconds(pods, { from, to }, 'requests', 'cpuCores');

describe('requested CPU-seconds', () => {
  it('counts from scheduling: a pending pod holds nothing', () => {
    expect(requestedCpuSeconds([pod(0, 40, 90), pod(0, null, null)], 0, 100_000)).toEqual({ value: 25 });
  });

  it('follows the requests of a pod that is resized in place', () => {
    const resized = (...changes: [second: number, cores: number][]) => ({
      ...pod(0, 10, 90),
      resized: changes.map(([second, cpuCores]) => ({ time: second * 1000, cpuCores, memoryBytes: null })),
    });
    // 0.5 x 30 + 1 x 40 + 0.25 x 10
    const changed = resized([40, 1], [80, 0.25]);
    expect(requestedCpuSeconds([changed], 0, 100_000)).toEqual({ value: 57.5 });
    // 1 x 20 + 0.25 x 10 from second 60 on
    expect(requestedCpuSeconds([changed], 60_000, 100_000)).toEqual({ value: 22.5 });
    // Before it was on a node it held nothing: 1 x 80.
    expect(requestedCpuSeconds([resized([5, 1])], 0, 100_000)).toEqual({ value: 80 });
    expect([39, 40, 100].map((second) => requestsAt(changed, second * 1000).cpuCores)).toEqual([0.5, 1, 0.25]);
  });

  it('is unknown if a request is', () => {
    expect(requestedCpuSeconds([pod(0, 0, null), pod(0, 0, null, null)], 0, 100_000)).toHaveProperty('reason');
  });

  it('does not care for a pod outside the span', () => {
    expect(requestedCpuSeconds([pod(0, 0, 10, null)], 20_000, 100_000)).toEqual({ value: 0 });
  });
});

describe('limits', () => {
  const limits = { cpuCores: 0.4, memoryBytes: 1000 };

  it('are added up as they were at each moment', () => {
    const resized = [{ time: 50_000, cpuCores: 1, memoryBytes: null, limits: { cpuCores: 2, memoryBytes: 3000 } }];
    const span = { from: 0, to: 100_000 };
    // 0.4 x 40 + 2 x 40; 1000 x 40 + 3000 x 40
    expect(heldSeconds([{ ...pod(0, 10, 90), limits, resized }], span, 'limits', 'cpuCores')).toEqual({ value: 96 });
    expect(heldSeconds([{ ...pod(0, 10, 90), limits, resized }], span, 'limits', 'memoryBytes')).toEqual({
      value: 160_000,
    });
  });

  it('are unknown in a recording that does not say, and where a container has none', () => {
    const span = { from: 0, to: 100_000 };
    expect(heldSeconds([pod(0, 0, null)], span, 'limits', 'cpuCores')).toEqual({
      reason: 'the recording does not say the limits of pods',
    });
    const none = { ...pod(0, 0, null), limits: { cpuCores: null, memoryBytes: null } };
    expect(heldSeconds([none], span, 'limits', 'memoryBytes')).toEqual({
      reason: expect.stringContaining('has a container without a memory limit') as string,
    });
    expect(heldSeconds([], span, 'limits', 'cpuCores')).toEqual({ reason: 'no pod was seen' });
  });
});

describe('usageWithoutPods', () => {
  it('is 0 where no pod was on a node and nothing was sampled, and leaves the rest alone', () => {
    const usage = [3, 8, 13, 41, 46].map((second) => [second * 1000, 0.3] as const);
    const pods = [pod(0, 0, 10), pod(30, 31, null)];
    // No pod from 10 to 31 s; a sample at 13 s is still of the first one.
    const zeros = usageWithoutPods(usage, pods, 0, 50_000).filter(([, value]) => value === 0);
    expect(zeros.map(([time]) => time / 1000)).toEqual([20, 25, 30]);
    expect(usageWithoutPods([], [], 0, 12_000)).toEqual([
      [0, 0],
      [5000, 0],
      [10_000, 0],
    ]);
    expect(usageWithoutPods(usage, [pod(0, 0, null)], 0, 50_000)).toEqual(usage);
  });
});
