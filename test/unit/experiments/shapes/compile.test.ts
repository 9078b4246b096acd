import fc from 'fast-check';
import { lineOf } from '../../../../experiments/shapes/compile';
import { lengthOf, peakOf, rateAt, requestsBetween } from '../../../../experiments/shapes/line';
import { shapeSchema, type ShapeSpec } from '../../../../experiments/shapes/spec';

const compiled = (shape: ShapeSpec) => lineOf(shapeSchema.parse(shape));
const pairs = (shape: ShapeSpec) => compiled(shape).map(({ time, rate }) => [time, rate]);

describe('shapes of straight pieces', () => {
  it.each<[ShapeSpec, number[][]]>([
    [
      { kind: 'constant', rate: 7, duration: 60 },
      [
        [0, 7],
        [60, 7],
      ],
    ],
    [
      { kind: 'ramp', from: 1, to: 9, duration: 8 },
      [
        [0, 1],
        [8, 9],
      ],
    ],
    [
      { kind: 'step', from: 5, to: 20, at: 10, duration: 30 },
      [
        [0, 5],
        [10, 5],
        [10, 20],
        [30, 20],
      ],
    ],
    [
      { kind: 'step', from: 5, to: 20, at: 0, duration: 30 },
      [
        [0, 20],
        [30, 20],
      ],
    ],
    [
      { kind: 'spike', base: 4, peak: 44, at: 10, rise: 2, hold: 3, fall: 5, duration: 30 },
      [
        [0, 4],
        [10, 4],
        [12, 44],
        [15, 44],
        [20, 4],
        [30, 4],
      ],
    ],
    [
      {
        kind: 'stages',
        stages: [
          { rate: 8, hold: 10 },
          { rate: 55, ramp: 90, hold: 25 },
          { rate: 8, hold: 35 },
        ],
      },
      [
        [0, 8],
        [10, 8],
        [100, 55],
        [125, 55],
        [125, 8],
        [160, 8],
      ],
    ],
    [
      { kind: 'stages', start: 0, stages: [{ rate: 50, ramp: 60 }] },
      [
        [0, 0],
        [60, 50],
      ],
    ],
    [
      { kind: 'sawtooth', low: 0, high: 10, period: 4, duration: 10 },
      [
        [0, 0],
        [4, 10],
        [4, 0],
        [8, 10],
        [8, 0],
        [10, 5],
      ],
    ],
    [
      {
        kind: 'recorded',
        points: [
          [100, 0],
          [200, 50],
          [300, 25],
        ],
        duration: 20,
        peak: 10,
      },
      [
        [0, 0],
        [10, 10],
        [20, 5],
      ],
    ],
    [
      { kind: 'scaled', rate: 10, time: 0.5, of: { kind: 'ramp', from: 1, to: 2, duration: 60 } },
      [
        [0, 10],
        [30, 20],
      ],
    ],
    [
      {
        kind: 'sequence',
        of: [
          { kind: 'constant', rate: 5, duration: 10 },
          { kind: 'ramp', from: 5, to: 10, duration: 5 },
        ],
      },
      [
        [0, 5],
        [10, 5],
        [15, 10],
      ],
    ],
    [
      {
        kind: 'sum',
        of: [
          { kind: 'constant', rate: 5, duration: 10 },
          { kind: 'step', from: 0, to: 3, at: 4, duration: 10 },
        ],
      },
      [
        [0, 5],
        [4, 5],
        [4, 8],
        [10, 8],
      ],
    ],
  ])('%j', (shape, expected) => {
    expect(pairs(shape)).toEqual(expected);
  });
});

describe('curves', () => {
  const wave = { kind: 'sine', mean: 50, amplitude: 30, period: 60, duration: 120 } as const;

  it('a sine is within half a percent of its amplitude everywhere', () => {
    const line = compiled(wave);
    for (let time = 0; time < 120; time += 0.1) {
      const exact = 50 + 30 * Math.sin((2 * Math.PI * time) / 60);
      expect(Math.abs(rateAt(line, time) - exact)).toBeLessThan(0.005 * 30);
    }
    // Over whole periods the sine adds nothing.
    expect(requestsBetween(line, 0, 120)).toBeCloseTo(50 * 120, 6);
  });

  it('a sine begins where its phase says, and is never below 0', () => {
    expect(compiled({ ...wave, phase: 15 })[0]).toEqual({ time: 0, rate: 80 });
    expect(Math.min(...compiled({ ...wave, amplitude: 90 }).map(({ rate }) => rate))).toBe(0);
  });

  it('a day goes from night to noon and back', () => {
    const line = compiled({ kind: 'diurnal', night: 10, day: 90, period: 80, duration: 80 });
    expect([0, 20, 40, 60].map((time) => rateAt(line, time))).toEqual(
      [10, 50, 90, 50].map((rate) => expect.closeTo(rate) as number),
    );
    // The mean of (1 - cos) / 2 is a half; of its square three eighths.
    expect(requestsBetween(line, 0, 80) / 80).toBeCloseTo(50, 6);
    const sharp = compiled({ kind: 'diurnal', night: 0, day: 80, period: 80, duration: 80, sharpness: 2 });
    expect(requestsBetween(sharp, 0, 80) / 80).toBeCloseTo(30, 6);
  });
});

describe('any shape', () => {
  const rate = fc.nat(200);
  const seconds = fc.integer({ min: 1, max: 300 });
  const simple: fc.Arbitrary<ShapeSpec> = fc.oneof(
    fc.record({ kind: fc.constant('constant' as const), rate, duration: seconds }),
    fc.record({ kind: fc.constant('ramp' as const), from: rate, to: rate, duration: seconds }),
    fc.record({ kind: fc.constant('step' as const), from: rate, to: rate, at: fc.nat(400), duration: seconds }),
    fc.record({
      kind: fc.constant('spike' as const),
      base: rate,
      peak: rate,
      at: fc.nat(300),
      rise: fc.nat(50),
      hold: fc.nat(50),
      fall: fc.nat(50),
      duration: seconds,
    }),
    fc.record({ kind: fc.constant('sine' as const), mean: rate, amplitude: rate, period: seconds, duration: seconds }),
    fc.record({ kind: fc.constant('sawtooth' as const), low: rate, high: rate, period: seconds, duration: seconds }),
  );

  it('lasts as long as it says, with times that do not fall and rates not below 0', () => {
    fc.assert(
      fc.property(simple, (shape) => {
        const line = compiled(shape);
        expect(lengthOf(line)).toBeCloseTo((shape as { duration: number }).duration, 9);
        expect(line[0]?.time).toBe(0);
        expect(line.every(({ time }, i) => i === 0 || time >= line[i - 1]!.time)).toBe(true);
        expect(line.every((corner) => corner.rate >= 0)).toBe(true);
      }),
    );
  });

  it('scaled has the product of the factors more requests', () => {
    fc.assert(
      fc.property(simple, fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), (of, byRate, byTime) => {
        const before = compiled(of);
        const after = compiled({ kind: 'scaled', of, rate: byRate, time: byTime });
        expect(peakOf(after)).toBeCloseTo(peakOf(before) * byRate, 6);
        expect(requestsBetween(after, 0, 1e6)).toBeCloseTo(requestsBetween(before, 0, 1e6) * byRate * byTime, 4);
      }),
    );
  });
});

describe('a shape that cannot be', () => {
  it.each([
    [{ kind: 'constant', rate: -1, duration: 10 }, /a number from 0 to 100000/],
    [{ kind: 'constant', rate: 1 }, /duration/],
    [
      {
        kind: 'recorded',
        points: [
          [5, 1],
          [5, 2],
        ],
      },
      /times that rise/,
    ],
    [{ kind: 'recorded', points: [[5, 1]] }, /at least two points/],
    [{ kind: 'triangle' }, /kind/],
    [{ kind: 'sum', of: [] }, /of/],
  ])('%j is refused', (shape, message) => {
    const { error } = shapeSchema.safeParse(shape);
    expect(JSON.stringify(error?.issues)).toMatch(message);
  });
});
