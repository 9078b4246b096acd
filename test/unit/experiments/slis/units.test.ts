import { formatNumber, formatShort, formatValue } from '../../../../experiments/slis/units';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [4, '4'],
    [1234.56, '1235'],
    [123.456, '123.5'],
    [12.3456, '12.35'],
    [0.1, '0.10'],
    [0.0049, '0.0049'],
    [-2.5, '-2.50'],
  ])('%d is %s', (value, text) => expect(formatNumber(value)).toBe(text));

  it('does not round a value to a whole one that it is not', () => {
    expect(formatNumber(99.996)).toBe('99.996');
    expect(formatNumber(0.001)).toBe('0.0010');
  });
});

describe('formatValue', () => {
  it.each([
    [120, 'ms', '120 ms'],
    [0.0123, 'share', '1.23 %'],
    [53.75, '1/s', '53.75/s'],
    [3, '', '3'],
  ])('%d in %s is %s', (value, unit, text) => expect(formatValue(value, unit)).toBe(text));
});

describe('formatShort', () => {
  it.each([
    [99.94, '99.9'],
    [100.4, '100'],
    [3, '3.0'],
  ])('%d is %s', (value, text) => expect(formatShort(value)).toBe(text));
});
