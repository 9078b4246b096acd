import { drawnArrivals } from '../../../../experiments/load/arrivals';
import { timeline } from '../../../../experiments/slis/timeline';
import type { LoadSpec } from '../../../../experiments/types';
import { buildRecording, LOAD_START, spec } from '../../../fixtures/recording';

describe('timeline', () => {
  const recording = buildRecording();
  const rows = timeline(recording, spec);
  const row = (second: number) => rows.find((candidate) => candidate.second === second);

  it('has one row a second from the recording to its end, on whole seconds of the load', () => {
    expect(rows[0]).toMatchObject({ time: LOAD_START - 8000, second: -8, phase: 'idle' });
    expect(rows.at(-1)).toMatchObject({ second: 219, phase: 'cooldown' });
    expect(rows.every(({ time }, index) => time === LOAD_START + (index - 8) * 1000)).toBe(true);
  });

  it('loses no request', () => {
    const total = (pick: (r: (typeof rows)[number]) => number | null): number =>
      rows.reduce((sum, r) => sum + (pick(r) ?? 0), 0);
    const count = recording.requests.end.length;
    expect(total(({ served, failed }) => served + failed)).toBe(count);
    expect(total(({ sent }) => sent)).toBe(count);
    // 20 s x 10 + 30 s x 10 + 100 s x 80 + 30 s x 10.
    expect(total(({ offered }) => offered)).toBeCloseTo(8800, 6);
  });

  it('offers nothing in a closed loop, and what was drawn of Poisson arrivals', () => {
    const offered = (load: Partial<LoadSpec>) =>
      timeline(recording, { ...spec, load: { ...spec.load, ...load } }).map((r) => r.offered);
    expect(new Set(offered({ model: 'users' }))).toEqual(new Set([null]));
    const drawn = offered({ arrivals: 'poisson' });
    expect(drawn.every(Number.isInteger)).toBe(true);
    expect(drawn.reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(
      drawnArrivals({ ...spec, load: { ...spec.load, arrivals: 'poisson' } }).length,
    );
  });

  it('tells the phases apart', () => {
    expect([19, 20, 179, 180].map((second) => row(second)?.phase)).toEqual([
      'warmup',
      'measured',
      'measured',
      'cooldown',
    ]);
  });

  it('shows the state as it was when the second began', () => {
    // Desired rises at 66.22 s, the pods exist at 66.3 s, the first is seen ready at 70.5 s.
    expect(row(66)).toMatchObject({ desired: 1, created: 1, ready: 1, metric: 64 });
    expect(row(67)).toMatchObject({ desired: 4, created: 4, ready: 1, metric: 196, target: 60, nodesReady: 3 });
    expect(row(71)).toMatchObject({ ready: 2 });
  });

  it('has no latency, rather than 0, where nothing ended', () => {
    expect(row(200)).toMatchObject({ served: 0, p50: null, p95: null, p99: null });
  });

  it('does not hold a sample for ever', () => {
    const cpuUsage = {
      query: '',
      unit: 'cores',
      points: [
        [LOAD_START, 0.2],
        [LOAD_START + 60_000, NaN],
      ] as [number, number][],
    };
    const found = timeline(buildRecording('fixed', { series: { cpuUsage } }), spec);
    const at = (second: number) => found.find((candidate) => candidate.second === second)?.cpuUsage;
    expect([at(-1), at(0), at(20), at(21), at(61)]).toEqual([null, 0.2, 0.2, null, null]);
  });

  it('counts dropped iterations in their second', () => {
    const found = timeline(buildRecording('fixed', { dropped: [{ time: LOAD_START + 60_400, count: 3 }] }), spec);
    expect(found.find(({ second }) => second === 60)?.dropped).toBe(3);
  });

  it('has no seconds, and offers nothing, without load', () => {
    const found = timeline(buildRecording('fixed', { loadStart: null }), spec);
    expect(found.every(({ second, offered, phase }) => second === null && offered === 0 && phase === 'idle')).toBe(
      true,
    );
  });

  it('of an empty span is empty', () => {
    expect(timeline(buildRecording('fixed', { loadStart: null, from: 5, to: 5 }), spec)).toEqual([]);
  });
});
