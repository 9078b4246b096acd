import { overTime } from '../../../../../../experiments/compare/report/overTime';
import { typicalRun } from '../../../../../../experiments/compare/report/overTime/rows';
import { buildComparison } from '../../../../../fixtures/comparison';

describe('overTime', () => {
  const { plan, runs, analyses } = buildComparison();
  const { text } = overTime(analyses[0]!, plan.variants, runs);

  it('draws each variant’s run with the median p95, the others thin', () => {
    expect(text.match(/<figure>/g)).toHaveLength(2);
    for (const variant of plan.variants) {
      const median = typicalRun(runs.filter((run) => run.variant === variant))!;
      expect(text).toContain(`href="../../${median.result.id}/timeline.csv"`);
    }
    // Three lines of the four others of each variant: served, p95, ready.
    expect(text.match(/ thin"/g)).toHaveLength(2 * 3 * 4);
  });

  it('says what happened in words', () => {
    expect(text).toContain('fixed over time. At most 80 requests/s offered');
    expect(text).toMatch(/hpa-cpu over time\. .*4 replicas ready; desired replicas: \d at \d:\d\d/);
    expect(text).toContain('the desired replicas never change');
  });

  it('says so where there is no timeline', () => {
    const without = runs.map((run) => ({ ...run, timeline: undefined }));
    expect(overTime(analyses[0]!, plan.variants, without).text).toContain('No valid run has a timeline.csv.');
  });
});
