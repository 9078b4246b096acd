import { changeTimes, increases } from '../../../../experiments/slis/increases';
import type { Stage } from '../../../../experiments/types';

const shape = (warmup: number, ...stages: Stage[]) => ({
  warmup,
  load: { driver: 'k6' as const, path: '/', timeout: 1, stages },
});

describe('increases', () => {
  it('are watched until the next change, up or down', () => {
    const load = shape(
      10,
      { rate: 1, duration: 20 },
      { rate: 5, duration: 30 },
      { rate: 9, duration: 40 },
      { rate: 2, duration: 5 },
    );
    expect(increases(load)).toEqual([
      { stage: 1, from: 1, to: 5, at: 30, until: 60 },
      { stage: 2, from: 5, to: 9, at: 60, until: 100 },
    ]);
    expect(changeTimes(load)).toEqual([30, 60, 100]);
  });

  it('are watched to the end of the load if nothing comes after', () => {
    expect(increases(shape(0, { rate: 1, duration: 20 }, { rate: 5, duration: 30 }))).toMatchObject([
      { at: 20, until: 50 },
    ]);
  });

  it('go on through a stage of the same rate', () => {
    const load = shape(
      0,
      { rate: 1, duration: 20 },
      { rate: 5, duration: 30 },
      { rate: 5, duration: 10 },
      { rate: 1, duration: 5 },
    );
    expect(increases(load)).toEqual([{ stage: 1, from: 1, to: 5, at: 20, until: 60 }]);
  });

  it('begin with their ramp', () => {
    expect(increases(shape(5, { rate: 1, duration: 20 }, { rate: 5, ramp: 10, duration: 30 }))).toMatchObject([
      { at: 25, until: 65 },
    ]);
  });
});
