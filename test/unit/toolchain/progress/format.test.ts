import { bytes, duration, remaining, stepLine } from '../../../../toolchain/progress/format';

test.each([
  [0.34, '0.3 s'],
  [8.4, '8 s'],
  [59.6, '1 min 0 s'],
  [125, '2 min 5 s'],
])('%d seconds are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test.each([
  [0, '0 B'],
  [512, '512 B'],
  [1536, '1.5 KiB'],
  [130 * 1024 ** 2, '130 MiB'],
  [1.25 * 1024 ** 3, '1.3 GiB'],
])('%d bytes are %s', (count, text) => {
  expect(bytes(count)).toBe(text);
});

test('what is left follows from what was done, once there is enough of it', () => {
  expect(remaining(60, 0.25)).toBe(180);
  expect(remaining(60, 0.04)).toBeUndefined();
  expect(remaining(60, undefined)).toBeUndefined();
  expect(remaining(60, 1)).toBeUndefined();
  expect(remaining(4, 0.5)).toBeUndefined();
});

test('a line says what, how far and how long', () => {
  expect(stepLine('compiling 120 of 480 packages', 62, 0.25)).toBe(
    'compiling 120 of 480 packages, 25 %, 1 min 2 s, about 3 min 6 s left',
  );
  expect(stepLine('unpacking', 1)).toBe('unpacking');
});
