import { prometheusRelease } from '../../../../../components/addons/monitoring/release';

it('turns the version of the Go module into that of the release', () => {
  expect(prometheusRelease('v0.313.5')).toBe('3.13.5');
  expect(prometheusRelease('v0.305.0')).toBe('3.5.0');
});

it('says what it cannot read', () => {
  expect(() => prometheusRelease('v3.13.5')).toThrow('"v3.13.5"');
});
