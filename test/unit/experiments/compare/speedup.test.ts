import type { SliComparison } from '../../../../experiments/compare/analysis';
import { speedups } from '../../../../experiments/compare/speedup';
import { speedupText } from '../../../../experiments/compare/text';

const sli = (name: SliComparison['sli'], medians: Readonly<Record<string, number>>): SliComparison => ({
  sli: name,
  unit: '',
  summaries: Object.entries(medians).map(([variant, median]) => ({
    variant,
    values: [median],
    censored: 0,
    unknown: 0,
    median,
    medianIsBound: false,
    iqr: 0,
    interval: { low: median, high: median },
  })),
  contrasts: [],
});

describe('elastic speedup', () => {
  const slis = [
    sli('underProvisioning', { fixed: 2, hpa: 1, keda: 0.5 }),
    sli('overProvisioning', { fixed: 1, hpa: 0.25, keda: 0 }),
    sli('underTimeshare', { fixed: 0.4, hpa: 0.2, keda: 0.1 }),
    sli('overTimeshare', { fixed: 0.2, hpa: 0.2, keda: 0.1 }),
  ];
  it('is the geometric mean of the four ratios of the medians', () => {
    // hpa: (2 x 4 x 2 x 1) ^ (1/4) = 2.
    expect(speedups(slis, 'fixed')).toEqual([
      { variant: 'hpa', value: expect.closeTo(2, 9) as number },
      { variant: 'keda', value: null, reason: 'overProvisioning of one of the two is 0' },
    ]);
    expect(speedupText(speedups(slis, 'fixed'), 'fixed')).toContain(
      'hpa 2.00; keda not defined (overProvisioning of one of the two is 0). Over 1',
    );
  });

  it('is not there without a demand, and not defined where a variant has none', () => {
    expect(speedups([sli('latencyP95', { fixed: 1, hpa: 2 })], 'fixed')).toEqual([]);
    const others = slis.slice(1);
    expect(speedups([sli('underProvisioning', { fixed: 2, keda: 1 }), ...others], 'fixed')[1]).toEqual({
      variant: 'hpa',
      value: null,
      reason: 'underProvisioning not known',
    });
  });
});
