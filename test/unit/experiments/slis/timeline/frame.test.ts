import { timelineFrame } from '../../../../../experiments/slis/timeline';
import { LOAD_START, spec } from '../../../../fixtures/recording';

const curve = [
  { replicas: 1, rate: 25 },
  { replicas: 4, rate: 90 },
];

it('has the whole of the load, and the demand on the clock', () => {
  const frame = timelineFrame({ ...spec, demand: { curve } }, LOAD_START);
  // 20 s of warm-up and stages of 30, 100 and 30 s; 10 a second until 50 s, then 80.
  expect(frame).toMatchObject({ loadStart: LOAD_START, seconds: 180, warmup: 20 });
  expect(frame.offered?.(49, 51)).toBeCloseTo(90, 9);
  expect(frame.demand?.slice(0, 2)).toEqual([
    [LOAD_START, 1],
    [LOAD_START + 50_000, 4],
  ]);
});

it('has no demand where none is known, or nothing was sent', () => {
  expect(timelineFrame(spec, LOAD_START).demand).toBeNull();
  expect(timelineFrame({ ...spec, demand: { curve } }, null).demand).toBeNull();
});
