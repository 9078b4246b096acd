import { quantity } from '../../../../experiments/record/quantity';

describe('quantity', () => {
  it.each([
    ['250m', 0.25],
    ['1.5', 1.5],
    ['64Mi', 67_108_864],
    ['2k', 2000],
    ['1e3', 1000],
    ['129374n', 0.000129374],
    ['0', 0],
    ['-5m', -0.005],
  ])('%s is %d', (text, value) => expect(quantity(text)).toBeCloseTo(value, 12));

  it('has no noise of binary fractions', () => expect(quantity('13684m')).toBe(13.684));

  it.each(['', 'm', '1.5Xi', 'abc'])('%p is none', (text) => expect(quantity(text)).toBeNaN());
});
