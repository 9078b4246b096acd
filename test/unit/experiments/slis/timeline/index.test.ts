import { drawnArrivals } from '../../../../../experiments/load/arrivals';
import { timeline } from '../../../../../experiments/slis/timeline';
import type { LoadSpec } from '../../../../../experiments/types';
import { buildRecording, LOAD_START, spec } from '../../../../fixtures/recording';

describe('timeline', () => {
  const recording = buildRecording();
  const rows = timeline(recording, spec);

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
