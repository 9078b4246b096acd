import { podSeconds, requestedCpuSeconds } from '../../../../experiments/slis/resources';
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

describe('requestedCpuSeconds', () => {
  it('counts from scheduling: a pending pod holds nothing', () => {
    expect(requestedCpuSeconds([pod(0, 40, 90), pod(0, null, null)], 0, 100_000)).toEqual({ value: 25 });
  });

  it('is unknown if a request is', () => {
    expect(requestedCpuSeconds([pod(0, 0, null), pod(0, 0, null, null)], 0, 100_000)).toHaveProperty('reason');
  });

  it('does not care for a pod outside the span', () => {
    expect(requestedCpuSeconds([pod(0, 0, 10, null)], 20_000, 100_000)).toEqual({ value: 0 });
  });
});
