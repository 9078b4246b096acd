import { clock, differenceOf, intervalOf, percent, pText } from '../../../../../experiments/compare/report/values';

it('writes values as people read them and keeps them in full', () => {
  expect(differenceOf(-12.3456, 'ms').text).toBe('<data value="-12.3456">−12.35</data>');
  expect(differenceOf(0.0125, 'share').text).toBe('<data value="0.0125">+1.25</data>');
  expect(differenceOf(0, 'ms').text).toBe('<data value="0">0</data>');
  expect(intervalOf({ low: 0.5, high: 1 }, 'share').text).toBe(
    '<data value="0.5">50</data> to <data value="1">100</data>',
  );
});

it.each([
  [0.0079365, '0.0079'],
  [1, '1'],
  [0.5, '0.5'],
  [0.00001, '< 0.0001'],
])('p %d is %s', (p, text) => expect(pText(p)).toBe(text));

it.each([
  [0, '0:00'],
  [75, '1:15'],
  [-5, '−0:05'],
  [3600, '60:00'],
])('%d s is %s', (second, text) => expect(clock(second)).toBe(text));

it('gives places in percent', () => expect(percent(1 / 3)).toBe('33.33%'));
