import { analyse } from '../../../../experiments/compare/analysis';
import { analysisText } from '../../../../experiments/compare/text';
import { seeded } from '../../../../experiments/shapes/random';

const runs = (variant: string, values: readonly number[]) =>
  values.map((value) => ({
    variant,
    result: {
      id: variant,
      verdict: 'pass' as const,
      slis: { latencyP95: { value, unit: 'ms', description: '' } },
    },
  }));

it('shows each variant with its intervals, and what is found against the baseline', () => {
  const all = [...runs('hpa', [100, 102, 101, 99, 103]), ...runs('keda', [50, 52, 51, 49, 53])];
  const invalid = { variant: 'keda', result: { id: 'broken', verdict: 'invalid' as const, slis: {} } };
  const text = analysisText(analyse([...all, invalid], { baseline: 'hpa', random: seeded(1) }));
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  expect(rows[0]).toBe('| variant | n | median | interval | IQR | difference | interval | p | delta | finding |');
  expect(rows[2]).toMatch(/^\| hpa \| 5 \| 101 ms \| .* ms to .* ms \| 2 ms \| {2}\| {2}\| {2}\| {2}\| baseline \|$/);
  // 2 of 252 divisions: 0.0079.
  expect(rows[3]).toMatch(
    /^\| keda \| 5 \| 51 ms \| .* \| 2 ms \| -50 ms \| .* \| 0\.0079 \| -1\.00 \(large\) \| better \|$/,
  );
  expect(text).toContain('In no number, because they are invalid: keda broken.');
});
