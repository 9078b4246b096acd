import { stripChart } from '../../../../../experiments/compare/report/strips';
import { buildComparison } from '../../../../fixtures/comparison';

const draw = (sli: 'latencyP95' | 'reactionTime', { plan, runs, analyses }: ReturnType<typeof buildComparison>) =>
  stripChart(sli, plan.variants, runs, analyses[0]!.slis.find((one) => one.sli === sli)?.summaries ?? [])!.text;

it('has a point for every run and a bar for the median of each variant', () => {
  const text = draw('latencyP95', buildComparison());
  expect(text.match(/data-kind="valid"/g)).toHaveLength(10);
  expect(text.match(/class="median"/g)).toHaveLength(2);
});

it('tells all values to who cannot see them', () => {
  expect(draw('latencyP95', buildComparison())).toContain(
    'aria-label="latencyP95 of every run. fixed: 1040 ms, 1010 ms, 1020 ms, 1030 ms, 1000 ms, median 1020 ms; ' +
      'hpa-cpu: 102 ms, 101 ms, 100 ms, 104 ms, 103 ms, median 102 ms."',
  );
});

it('shows what had not ended as at least so much, without a median', () => {
  const text = draw('reactionTime', buildComparison());
  expect(text.match(/data-kind="atLeast"/g)).toHaveLength(5);
  expect(text.match(/class="median"/g)).toHaveLength(1);
  expect(text).toContain('fixed: over 100 s, over 100 s, over 100 s, over 100 s, over 100 s; hpa-cpu:');
});

it('shows invalid runs as such', () => {
  const odd = buildComparison((result, index) => (index === 3 ? { ...result, verdict: 'invalid' } : result));
  const text = draw('latencyP95', odd);
  expect(text.match(/data-kind="invalid"/g)).toHaveLength(1);
  expect(text.match(/data-kind="valid"/g)).toHaveLength(9);
});

it('is not there where no run knows the value', () => {
  const { plan } = buildComparison();
  expect(stripChart('latencyP95', plan.variants, [], [])).toBeNull();
});

it('puts values where the axis says', () => {
  const text = draw('latencyP95', buildComparison());
  // From 100 to 1040 in steps of 500; 3 % are left free at either side. Two rows of 48 px, then the numbers.
  const ticks = [...text.matchAll(/<text x="([\d.]+)%" y="112" text-anchor="middle">\s*(\d+)/g)];
  expect(ticks.map(([, x, value]) => [Number(x), Number(value)])).toEqual([
    [3, 0],
    [34.33, 500],
    [65.67, 1000],
    [97, 1500],
  ]);
});
