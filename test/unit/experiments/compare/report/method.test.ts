import { methodSection, reproduction, smallestP } from '../../../../../experiments/compare/report/method';
import { buildComparison } from '../../../../fixtures/comparison';

const flat = (text: string): string => text.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

it('knows the smallest p: two of the ways to divide, for each comparison', () => {
  // 10 over 5 is 252.
  expect(smallestP({ variants: ['a', 'b', 'c'], repeats: 5 })).toBeCloseTo((2 / 252) * 2, 12);
  expect(smallestP({ variants: ['a', 'b'], repeats: 1 })).toBe(1);
});

it('says what the number of runs can find', () => {
  const { plan, runs, analyses } = buildComparison();
  const text = flat(methodSection(plan, runs, analyses).text);
  expect(text).toContain('the smallest corrected p there can be is 0.0079');
  expect(text).toContain('For any finding it takes 4 runs of each.');
  expect(flat(methodSection({ ...plan, repeats: 3 }, runs, analyses).text)).toContain('nothing can be found');
});

it('names what is unknown, for it is not so by chance', () => {
  const { plan, runs, analyses } = buildComparison();
  expect(flat(methodSection(plan, runs, analyses).text)).toContain(
    'reactionTime of fixed under step in 5 of 5 runs (over 100 s)',
  );
});

it('says where the runs were not on the same machine', () => {
  const { plan, runs, analyses } = buildComparison();
  expect(flat(methodSection(plan, runs, analyses).text)).toContain('Node.js v22.23.3, in all runs.');
  const moved = buildComparison((result, index) =>
    index === 0 ? { ...result, environment: { ...result.environment, kubernetes: 'v1.37.0' } } : result,
  );
  expect(flat(methodSection(moved.plan, moved.runs, moved.analyses).text)).toContain('Not the same in all runs');
});

it('gives the command that asks for the same again', () => {
  const { plan } = buildComparison();
  expect(reproduction(plan)).toBe(
    'npm run testbed -- compare --stack dev --variants fixed,hpa-cpu --repeat 5 --experiment step --seed 7',
  );
  expect(reproduction({ ...plan, loads: { experiment: { preset: 'step' } } })).not.toContain('--experiment');
});
