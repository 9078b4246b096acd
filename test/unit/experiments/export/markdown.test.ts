import { markdown } from '../../../../experiments/export/markdown';
import { analyse } from '../../../../experiments/slis';
import { buildRecording, meta, spec, target } from '../../../fixtures/recording';

const result = (variant: 'hpa-cpu' | 'fixed') => analyse(buildRecording(variant), spec, target(variant), meta);

it('has verdict, reasons, SLIs with their objectives, and the reaction', () => {
  const lines = markdown(result('hpa-cpu')).split('\n');
  expect(lines[0]).toBe(`### ✅ pass: hpa-cpu on ${spec.name}`);
  expect(lines).toContain('- All 3 objectives are met.');
  expect(lines).toContain('| SLI | value | objective | result |');
  expect(lines).toContain('| --- | --- | --- | --- |');
  expect(lines).toContain('| errorRate | 11.51 % | at most 15 % | pass |');
  expect(lines).toContain('| reaction, s | metric | desired | created | scheduled | ready | recovered | total |');
  expect(lines.find((line) => line.startsWith('| 10 to 80/s | 16.2 |'))).toBeDefined();
  expect(lines.at(-2)).toBe(`Run \`${meta.id}\` of stack \`${meta.stack}\`, ${meta.startedAt}.`);
});

it('says what failed, and lets no text break out of its cell', () => {
  const failed = markdown(result('fixed'));
  expect(failed).toMatch(/^### ❌ fail: fixed/);
  expect(failed).toContain('| reactionTime | over 100 s | at most 60 s | fail |');
  const odd = markdown({ ...result('fixed'), reasons: ['a | b <img src=x> *c*'] });
  expect(odd).toContain('- a \\| b \\<img src=x\\> \\*c\\*');
});
