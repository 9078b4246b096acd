import {
  corners,
  k6Stages,
  loadChanges,
  loadSeconds,
  loadSteps,
  offeredRate,
  offeredRequests,
  peakRate,
  stagesOf,
  virtualUsers,
  type Shape,
} from '../../../../experiments/load/shape';

const shape: Shape = {
  warmup: 10,
  load: {
    driver: 'k6',
    path: '/',
    timeout: 5,
    stages: [
      { rate: 10, duration: 20 },
      { rate: 40, duration: 30 },
      { rate: 80, duration: 10, ramp: 4 },
      { rate: 5, duration: 6 },
    ],
  },
};
const withStages = (...stages: Shape['load']['stages'][number][]): Shape => ({
  warmup: 0,
  load: { ...shape.load, stages },
});

describe('shape of the load', () => {
  it('is a line with jumps', () => {
    expect(corners(shape)).toEqual([
      { time: 0, rate: 10 },
      { time: 10, rate: 10 },
      { time: 30, rate: 10 },
      { time: 30, rate: 40 },
      { time: 60, rate: 40 },
      { time: 64, rate: 80 },
      { time: 74, rate: 80 },
      { time: 74, rate: 5 },
      { time: 80, rate: 5 },
    ]);
    expect(loadSeconds(shape)).toBe(80);
    expect(peakRate(shape)).toBe(80);
  });

  it('gives the rate after a jump, the rate on a ramp, and nothing outside', () => {
    expect([-1, 0, 29.9, 30, 62, 74, 79.9, 80].map((t) => offeredRate(shape, t))).toEqual([0, 10, 10, 40, 60, 5, 5, 0]);
  });

  it('offers the integral of the rate', () => {
    // 10 x 30 + 40 x 30 + (40 + 80) / 2 x 4 + 80 x 10 + 5 x 6
    expect(offeredRequests(shape, 0, 80)).toBe(300 + 1200 + 240 + 800 + 30);
    // The second half of the ramp: (60 + 80) / 2 x 2
    expect(offeredRequests(shape, 62, 64)).toBe(140);
    expect(offeredRequests(shape, 29, 31)).toBe(10 + 40);
    expect(offeredRequests(shape, 100, 200)).toBe(0);
    expect(offeredRequests(shape, -5, 1)).toBe(10);
  });

  it('names the increases, a ramp by its beginning', () => {
    expect(loadSteps(shape)).toEqual([
      { stage: 1, from: 10, to: 40, at: 30 },
      { stage: 2, from: 40, to: 80, at: 60 },
    ]);
  });

  it('needs peak rate x timeout virtual users and a tenth more, within a bound', () => {
    expect(virtualUsers(shape)).toEqual({ wanted: 440, used: 440 });
    expect(virtualUsers(withStages({ rate: 1000, duration: 1 }))).toEqual({ wanted: 5500, used: 2000 });
    expect(virtualUsers(withStages({ rate: 0, duration: 1 }))).toEqual({ wanted: 1, used: 1 });
  });
});

describe('stages for k6', () => {
  it('sets a new rate at once by a stage of no duration', () => {
    expect(k6Stages(shape)).toEqual({
      timeUnit: '1s',
      start: 10,
      stages: [
        { target: 10, duration: '10000ms' },
        { target: 10, duration: '20000ms' },
        { target: 40, duration: '0ms' },
        { target: 40, duration: '30000ms' },
        { target: 80, duration: '4000ms' },
        { target: 80, duration: '10000ms' },
        { target: 5, duration: '0ms' },
        { target: 5, duration: '6000ms' },
      ],
    });
  });

  it('keeps whole numbers with a longer time unit', () => {
    const { timeUnit, start, stages } = k6Stages(withStages({ rate: 0.3, duration: 10 }, { rate: 2, duration: 1 }));
    expect([timeUnit, start, stages.map((s) => s.target)]).toEqual(['10s', 3, [3, 20, 20]]);
    expect(k6Stages(withStages({ rate: 0.125, duration: 1 })).timeUnit).toBe('1000s');
  });

  it('starts from the first rate without a warm-up', () => {
    expect(k6Stages(withStages({ rate: 7, duration: 3 }))).toEqual({
      timeUnit: '1s',
      start: 7,
      stages: [{ target: 7, duration: '3000ms' }],
    });
  });
});

describe('a line as stages', () => {
  const line = [
    { time: 0, rate: 10 },
    { time: 20, rate: 10 },
    { time: 20, rate: 40 },
    { time: 30, rate: 40 },
    { time: 34, rate: 80 },
    { time: 36, rate: 90 },
    { time: 40, rate: 0 },
  ];

  it('has holds, jumps and ramps', () => {
    expect(stagesOf(line)).toEqual([
      { rate: 10, duration: 20 },
      { rate: 40, duration: 10 },
      { rate: 80, ramp: 4, duration: 0 },
      { rate: 90, ramp: 2, duration: 0 },
      { rate: 0, ramp: 4, duration: 0 },
    ]);
  });

  it('is the same line again', () => {
    expect(corners(withStages(...stagesOf(line)))).toEqual([{ time: 0, rate: 10 }, ...line]);
  });

  it('has one change for each way, however many ramps it is made of', () => {
    const changes = loadChanges(withStages(...stagesOf(line)));
    expect(changes).toEqual([
      { stage: 1, from: 10, to: 40, at: 20 },
      { stage: 2, from: 40, to: 90, at: 30 },
      { stage: 4, from: 90, to: 0, at: 36 },
    ]);
    expect(loadSteps(withStages(...stagesOf(line)))).toEqual(changes.slice(0, 2));
  });
});
