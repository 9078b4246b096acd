import { analyse } from '../../../../../experiments/slis';
import type { PodRecord, Recording, Result, Series } from '../../../../../experiments/types';
import { buildRecording, LOAD_START, meta, spec, target } from '../../../../fixtures/recording';

const at = (second: number): number => LOAD_START + second * 1000;
const run = (change: Partial<Recording> = {}): Result =>
  analyse(buildRecording('fixed', change), spec, target('fixed'), meta);
const flat = (value: (second: number) => number): Series => ({
  query: '',
  unit: '',
  points: Array.from({ length: 23 }, (_, i) => [at(i * 10), value(i * 10)] as const),
});
const series = (change: Record<string, Series>) => ({ ...buildRecording('fixed').series, ...change });
const podsWith = (change: Partial<PodRecord>): PodRecord[] =>
  buildRecording('fixed').pods.map((pod): PodRecord => ({ ...pod, limits: undefined, ...change }));

describe('CPU of its limit', () => {
  it('is what was used of what the limits allow', () => {
    // 0.2 cores of 0.4.
    expect(run({ series: series({ cpuUsage: flat(() => 0.2) }) }).slis['cpuLimitUsed']?.value).toBeCloseTo(0.5, 9);
  });

  it('is unknown where limits are: in an old recording, or where there is none', () => {
    const reason = (limits?: PodRecord['limits']) =>
      run({ pods: podsWith(limits === undefined ? {} : { limits }) }).slis['cpuLimitUsed'];
    expect(reason()).toMatchObject({ value: null, reason: 'the recording does not say the limits of pods' });
    expect(reason({ cpuCores: null, memoryBytes: 1 })?.reason).toContain('without a CPU limit');
  });
});

describe('memory of its limit', () => {
  const MiB = 2 ** 20;
  it('is the most of one pod at a time in the measured window', () => {
    // Limit 64 MiB; the window is 20 to 180 s.
    const memoryMax = flat((second) => (second === 10 || second === 190 ? 60 : second === 90 ? 48 : 32) * MiB);
    expect(run({ series: series({ memoryMax }) }).slis['memoryLimitUsed']?.value).toBe(0.75);
  });

  it('follows a limit that is changed in place', () => {
    const change = {
      time: at(50),
      cpuCores: 0.25,
      memoryBytes: 64 * MiB,
      limits: { cpuCores: 1, memoryBytes: 128 * MiB },
    };
    const pods = podsWith({ limits: { cpuCores: 1, memoryBytes: 64 * MiB }, resized: [change] });
    const memoryMax = flat((second) => (second === 90 ? 80 : 32) * MiB);
    expect(run({ pods, series: series({ memoryMax }) }).slis['memoryLimitUsed']?.value).toBe(0.625);
  });

  it('is unknown where it was not recorded, which is no fault of the run', () => {
    const { cpuUsage, servedTotal } = buildRecording('fixed').series;
    const found = run({ series: { cpuUsage: cpuUsage!, servedTotal: servedTotal! } });
    expect(found.slis['memoryLimitUsed']).toMatchObject({
      value: null,
      reason: expect.stringContaining('memoryMax') as string,
    });
    expect(found.verdict).toBe('fail');
  });
});
