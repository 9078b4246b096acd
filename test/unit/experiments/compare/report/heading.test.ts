import { findingsList, heading } from '../../../../../experiments/compare/report/heading';
import { buildComparison } from '../../../../fixtures/comparison';

const flat = (text: string): string => text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

it('says which variants, how often, by which seed, and that all runs are valid', () => {
  const { plan, runs } = buildComparison();
  const text = flat(heading(plan, runs, 0.05).text);
  expect(text).toContain('Comparison: hpa-cpu against fixed ✓ ALL 10 RUNS VALID');
  expect(text).toContain('2 variants, n = 5 runs of each under the load step, seed 7.');
});

it('says which runs are invalid and why', () => {
  const { plan, runs } = buildComparison((result, index) =>
    index === 3 ? { ...result, verdict: 'invalid', reasons: ['a gap of 14 s'] } : result,
  );
  const text = flat(heading(plan, runs, 0.05).text);
  expect(text).toContain('! 1 OF 10 RUNS INVALID');
  expect(text).toMatch(/20261123-180003-abcd, is invalid and in no number: a gap of 14 s/);
});

it('warns where so few runs can find nothing', () => {
  const { plan, runs } = buildComparison();
  // 3 of 3: 2 of 20 divisions, p = 0.1; 4 of 4: 2 of 70, p = 0.029.
  expect(flat(heading({ ...plan, repeats: 3 }, runs, 0.05).text)).toContain('3 runs of each are too few');
  expect(flat(heading({ ...plan, repeats: 3 }, runs, 0.05).text)).toContain('It takes 4.');
  expect(heading({ ...plan, repeats: 4 }, runs, 0.05).text).not.toContain('too few');
});

it('lists what is better and what is worse, with a sign', () => {
  const { plan, analyses } = buildComparison();
  const text = flat(findingsList(analyses[0]!, plan.variants).text);
  expect(text).toMatch(/hpa-cpu ✓ better : .*latencyP95/);
  expect(text).toMatch(/✗ worse : [^≠≈]*podSeconds/);
});
