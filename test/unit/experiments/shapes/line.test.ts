import fc from 'fast-check';
import {
  added,
  cut,
  joined,
  lengthOf,
  peakOf,
  rateAt,
  requestsBetween,
  scaled,
  type Line,
} from '../../../../experiments/shapes/line';

const corners = (...pairs: [number, number][]): Line => pairs.map(([time, rate]) => ({ time, rate }));
/** 10 for 20 s, a jump to 40, up to 80 from 30 s to 34 s. */
const line = corners([0, 10], [20, 10], [20, 40], [30, 40], [34, 80]);

/** Any line of up to five pieces, jumps among them. */
const anyLine = fc
  .array(fc.record({ seconds: fc.integer({ min: 1, max: 50 }), from: fc.nat(100), to: fc.nat(100) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((pieces) => joined(pieces.map(({ seconds, from, to }) => corners([0, from], [seconds, to]))));

describe('a line', () => {
  it('has its rate, after a jump the one after it, and nothing outside', () => {
    expect([-1, 0, 19.9, 20, 30, 32, 33.9, 34, 99].map((time) => rateAt(line, time))).toEqual([
      0,
      10,
      10,
      40,
      40,
      60,
      expect.closeTo(79),
      0,
      0,
    ]);
    expect([lengthOf(line), peakOf(line), lengthOf([]), peakOf([]), rateAt([], 0)]).toEqual([34, 80, 0, 0, 0]);
  });

  it('has requests: the integral', () => {
    // 10 x 20 + 40 x 10 + (40 + 80) / 2 x 4
    expect(requestsBetween(line, 0, 34)).toBe(840);
    // 10 x 1 + 40 x 1; the second half of the rise: (60 + 80) / 2 x 2
    expect([requestsBetween(line, 19, 21), requestsBetween(line, 32, 50), requestsBetween(line, 5, 5)]).toEqual([
      50, 140, 0,
    ]);
  });

  it('is cut, joined without what changes nothing, and scaled', () => {
    expect(cut(line, 32)).toEqual(corners([0, 10], [20, 10], [20, 40], [30, 40], [32, 60]));
    expect(cut(line, 20)).toEqual(corners([0, 10], [20, 10]));
    expect(cut(line, 99)).toBe(line);
    expect(joined([corners([0, 5], [10, 5]), corners([0, 5], [10, 5]), corners([0, 5], [10, 9])])).toEqual(
      corners([0, 5], [20, 5], [30, 9]),
    );
    expect(scaled(corners([0, 5], [10, 8]), { rate: 2, time: 0.5 })).toEqual(corners([0, 10], [5, 16]));
  });

  it('is added to others as long as each lasts', () => {
    expect(added([corners([0, 1], [10, 1]), corners([0, 0], [4, 8])])).toEqual(
      corners([0, 1], [4, 9], [4, 1], [10, 1]),
    );
  });

  it.each([['the sum has the requests of both', fc.tuple(anyLine, anyLine)]])('%s', (_, pairs) => {
    fc.assert(
      fc.property(pairs, fc.nat(250), fc.nat(250), ([a, b], from, to) => {
        const both = requestsBetween(a, from, to) + requestsBetween(b, from, to);
        expect(requestsBetween(added([a, b]), from, to)).toBeCloseTo(both, 6);
      }),
    );
  });

  it('has all requests in its parts', () => {
    fc.assert(
      fc.property(anyLine, fc.double({ min: 0, max: 250, noNaN: true }), (one, at) => {
        const parts = requestsBetween(one, 0, at) + requestsBetween(one, at, 250);
        expect(parts).toBeCloseTo(requestsBetween(one, 0, 250), 6);
        if (at > 0) expect(requestsBetween(cut(one, at), 0, 250)).toBeCloseTo(requestsBetween(one, 0, at), 6);
      }),
    );
  });

  it('is never above its peak nor below 0', () => {
    fc.assert(
      fc.property(anyLine, fc.double({ min: -10, max: 260, noNaN: true }), (one, at) => {
        expect(rateAt(one, at)).toBeLessThanOrEqual(peakOf(one) + 1e-9);
        expect(rateAt(one, at)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
