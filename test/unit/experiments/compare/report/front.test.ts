import type { SliComparison } from '../../../../../experiments/compare/analysis';
import { DEFINITIONS } from '../../../../../experiments/slis/definitions';
import { frontOf, frontSection } from '../../../../../experiments/compare/report/front';

const sli = (name: SliComparison['sli'], medians: Readonly<Record<string, number>>): SliComparison => ({
  sli: name,
  unit: DEFINITIONS[name].unit,
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
const p95 = sli('latencyP95', { fixed: 9000, cheap: 40, fast: 20, wasteful: 30 });

it('has the variants that no other beats in cost and latency', () => {
  const requested = sli('requestedCpuSeconds', { fixed: 40, cheap: 90, fast: 95, wasteful: 200 });
  const { cost, front } = frontOf({ slis: [p95, requested] })!;
  expect(cost.sli).toBe('requestedCpuSeconds');
  expect(front.map(({ name }) => name)).toEqual(['fixed', 'cheap', 'fast']);
});

it('takes pod-seconds where the requests of a variant are not known', () => {
  const requested = sli('requestedCpuSeconds', { fixed: 40 });
  const pods = sli('podSeconds', { fixed: 200, cheap: 450, fast: 451, wasteful: 1000 });
  expect(frontOf({ slis: [p95, requested, pods] })?.cost.sli).toBe('podSeconds');
  expect(frontOf({ slis: [p95, requested] })).toBeNull();
});

it('is of the price and of broken objectives, where they are known', () => {
  const cost = { ...sli('cost', { fixed: 0.4, cheap: 0.9, fast: 0.95, wasteful: 2 }), unit: 'EUR' };
  const violation = sli('sloViolationSeconds', { fixed: 60, cheap: 0, fast: 0, wasteful: 3 });
  const found = frontOf({ slis: [p95, violation, cost] })!;
  expect([found.burden.sli, found.cost.sli, found.cost.unit]).toEqual(['sloViolationSeconds', 'cost', 'EUR']);
  expect(found.front.map(({ name }) => name)).toEqual(['fixed', 'cheap']);
  const { text } = frontSection({
    load: 'x',
    baseline: 'fixed',
    alpha: 0.05,
    invalid: [],
    slis: [p95, violation, cost],
  });
  expect(text).toContain('sloViolationSeconds against cost');
  expect(text).toContain('D, wasteful: 2 EUR, 3 s.');
});

it('says in the table and in words who is on it', () => {
  const requested = sli('requestedCpuSeconds', { fixed: 40, cheap: 90, fast: 95, wasteful: 200 });
  const { text } = frontSection({ load: 'x', baseline: 'fixed', alpha: 0.05, invalid: [], slis: [p95, requested] });
  const rows = text.split('<tbody>')[1]!.split('data-variant=').slice(1);
  expect(rows.map((row) => [/"(.*?)"/.exec(row)![1], row.includes('on the front')])).toEqual([
    ['fixed', true],
    ['cheap', true],
    ['fast', true],
    ['wasteful', false],
  ]);
  expect(text).toContain('D, wasteful: 200 core-seconds, 30 ms.');
  expect(text.match(/class="point hollow"/g)).toHaveLength(1);
});
