import type { Gap, Recording } from '../../../../../experiments/types';
import { at, run, series } from '../../../../fixtures/analysis';

const gap = (from: number, to: number): Gap => ({
  source: 'pods',
  from: at(from),
  to: at(to),
  message: 'the stream ended',
});

it.each<[string, Partial<Recording>, RegExp]>([
  ['an end within the load', { to: at(100) }, /^The recording ended 80 s before the load was due to end\.$/],
  ['an end within the cool-down', { to: at(200) }, /^The recording ended 20 s before the cool-down was over\.$/],
  ['no summary', { summary: null }, /^k6's own summary never came/],
  [
    'a long gap',
    { gaps: [gap(50, 61)] },
    /^"pods" has gaps of 11 s .* the longest of 11 s \(the stream ended\)\. At most 10 s at once/,
  ],
  ['many gaps', { gaps: [gap(50, 54), gap(60, 64), gap(70, 74)] }, /^"pods" has gaps of 12 s/],
  [
    'no count of the application',
    { series: series({ servedTotal: { query: '', unit: '', points: [], reason: 'gone' } }) },
    /^The application's own count of served requests \(heavywork_requests_total\) is unknown: gone\.$/,
  ],
  [
    'another count of the application',
    { series: series({ servedTotal: { query: '', unit: '', points: [[0, 5000]] } }) },
    /^Requests served by the application's own count .*: 5000 against 7810; at most/,
  ],
])('%s makes the run invalid', (_, change, reason) => {
  const found = run(change);
  expect(found.verdict).toBe('invalid');
  expect(found.reasons).toContainEqual(expect.stringMatching(reason));
});

it('a short gap is warned of, and leaves the verdict', () => {
  const found = run({ gaps: [gap(50, 54)] });
  expect(found.warnings).toContainEqual(expect.stringMatching(/^"pods" has gaps of 4 s/));
  expect(found.verdict).toBe('pass');
});

it('a gap outside the observed time is none', () => {
  expect(run({ gaps: [gap(-8, 20)] }).warnings).toEqual([]);
});
