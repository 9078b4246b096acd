import { sliTables } from '../../../../../experiments/compare/report/sliTable';
import { buildComparison } from '../../../../fixtures/comparison';

const { plan, runs, analyses } = buildComparison();
const [analysis] = analyses as [(typeof analyses)[0]];
const { text } = sliTables(analysis, plan.variants, runs);

/** The cells of one row as text, and the exact numbers in it. */
function row(sli: string, variant: string): { cells: string[]; data: number[] } {
  const body = text.split(`data-sli="${sli}"`)[1]!.split('</tbody>')[0]!;
  const own = body.split(`data-variant="${variant}"`)[1]!.split('</tr>')[0]!;
  return {
    cells: [...own.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell]) =>
      cell!
        .replaceAll(/<[^>]*>/g, '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    ),
    data: [...own.matchAll(/<data value="([^"]*)"/g)].map(([, value]) => Number(value)),
  };
}

it('shows medians, differences, p, effect size and what is found', () => {
  // Medians of 1000, 1010, ... 1040 and of 100, 101, ... 104; 2 of the 252 divisions are as extreme: p = 0.0079.
  expect(row('latencyP95', 'fixed').cells).toEqual(['fixed', 'baseline', '1020', expect.any(String), '', '5']);
  const { cells } = row('latencyP95', 'hpa-cpu');
  expect([cells[0], cells[1], cells[2], cells[4], cells[6], cells[7], cells[8]]).toEqual([
    'hpa-cpu',
    '✓ better',
    '102',
    '−918',
    '0.0079',
    '−1.00 (large)',
    '5',
  ]);
});

it('has every number of the analysis in full', () => {
  for (const { sli, summaries, contrasts } of analysis.slis) {
    for (const { variant, median, interval } of summaries)
      expect(row(sli, variant).data.slice(0, 3)).toEqual([median, interval.low, interval.high]);
    for (const { variant, difference, interval, corrected, delta } of contrasts)
      expect(row(sli, variant).data.slice(3)).toEqual([difference, interval.low, interval.high, corrected, delta]);
  }
});

it('says that something had not ended instead of leaving it out', () => {
  expect(row('reactionTime', 'fixed').cells).toEqual(['fixed', 'baseline', 'over 100', '100 to 100', '', '5']);
  expect(row('reactionTime', 'hpa-cpu').cells.slice(0, 2)).toEqual(['hpa-cpu', '✓ better']);
});

it('folds away what is neither good nor bad by itself', () => {
  const [open, folded] = text.split('<details>') as [string, string];
  expect(open).toContain('data-sli="latencyP95"');
  expect(open).not.toContain('data-sli="replicasMax"');
  expect(folded).toContain('data-sli="replicasMax"');
});

it('folds away what has one value in every run', () => {
  const same = analysis.slis.map((one) =>
    one.sli === 'availability'
      ? { ...one, summaries: one.summaries.map((summary) => ({ ...summary, values: summary.values.map(() => 1) })) }
      : one,
  );
  const page = sliTables({ ...analysis, slis: same }, plan.variants, runs).text;
  expect(page.split('<details>')[0]).not.toContain('data-sli="availability"');
  expect(page.split('one and the same value in every run (')[1]).toContain('data-sli="availability"');
});
