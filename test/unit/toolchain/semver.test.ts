import { atLeast, parseVersion } from '../../../toolchain/semver';

test.each([
  ['v3.259.0', [3, 259, 0]],
  ['go1.26', [1, 26, 0]],
  ['3.4.23-4+b4', [3, 4, 23]],
  ['none', undefined],
])('%s is read as %p', (text, numbers) => {
  expect(parseVersion(text)).toEqual(numbers);
});

test.each([
  ['v3.259.0', 'v3.259.0', true],
  ['v3.260.0', 'v3.259.9', true],
  ['v3.99.0', 'v3.259.0', false],
  ['v4.0.0', 'v3.259.0', true],
  ['1.26.3', '1.26.4', false],
  ['1.26', '1.26.0', true],
  ['unknown', '0.0.0', false],
])('%s at least %s: %p', (version, minimum, expected) => {
  expect(atLeast(version, minimum)).toBe(expected);
});
