import { runsSection } from '../../../../../experiments/compare/report/runsTable';
import { buildComparison } from '../../../../fixtures/comparison';

it('has each run in its order, with its verdict in words', () => {
  const { runs } = buildComparison((result, index) => (index === 2 ? { ...result, verdict: 'invalid' } : result));
  const { text } = runsSection(runs.toReversed());
  const ids = [...text.matchAll(/>(20261123-\d+-abcd)</g)].map(([, id]) => id);
  expect(ids).toEqual(runs.map(({ result }) => result.id));
  expect(text.match(/✓ pass/g)).toHaveLength(9);
  expect(text.match(/! invalid/g)).toHaveLength(1);
  expect(text.match(/over 100 s/g)).toHaveLength(5);
});
