import { demandOver } from '../../../../experiments/slis/demand';
import type { ExperimentSpec } from '../../../../experiments/types';
import { spec } from '../../../fixtures/recording';

const curve = [
  { replicas: 1, rate: 25 },
  { replicas: 2, rate: 50 },
  { replicas: 4, rate: 100 },
];
const shape = (warmup: number, ...stages: ExperimentSpec['load']['stages']) => ({
  warmup,
  load: { ...spec.load, stages },
});

describe('the demand over time', () => {
  it('changes at once with a jump of the load', () => {
    // 20 s of warm-up at 10, 30 s at 10, 100 s at 80, 30 s at 10, and the load ends at 180 s.
    expect(demandOver(curve, spec, 1_000_000)).toEqual({
      points: [
        [1_000_000, 1],
        [1_050_000, 4],
        [1_150_000, 1],
        [1_180_000, 0],
      ],
    });
  });

  it('changes on a ramp where the rate crosses a capacity', () => {
    // From 0 to 100/s in 100 s and back in 50 s: over 0 at once, over 25 at 25 s, over 50 at 50 s; back at 50 after 25 s, 25 after 37.5 s.
    const ramps = shape(
      0,
      { rate: 0, duration: 0 },
      { rate: 100, ramp: 100, duration: 0 },
      { rate: 0, ramp: 50, duration: 10 },
    );
    expect(demandOver(curve, ramps, 0)).toEqual({
      points: [
        [0, 1],
        [25_000, 2],
        [50_000, 4],
        [125_000, 2],
        [137_500, 1],
        [150_000, 0],
      ],
    });
  });

  it('does not follow from a closed loop, whose stages count users', () => {
    const closed = { ...spec, load: { ...spec.load, model: 'users' as const } };
    expect(demandOver(curve, closed, 0)).toEqual({ reason: expect.stringContaining('closed loop') as string });
  });

  it('is not known without a curve, or above its end', () => {
    expect(demandOver(undefined, spec, 0)).toEqual({ reason: expect.stringContaining('experiment.demand') as string });
    expect(demandOver(curve.slice(0, 2), spec, 0)).toEqual({
      reason: 'the load goes to 80/s, and the demand is known up to 50/s (2 replicas)',
    });
  });
});
