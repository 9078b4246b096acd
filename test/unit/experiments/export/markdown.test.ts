import { markdown } from '../../../../experiments/export/markdown';
import { analyse } from '../../../../experiments/slis';
import { twoServices } from '../../../fixtures/services';
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

it('has the falls of the load beside the rises', () => {
  const lines = markdown(result('hpa-cpu')).split('\n');
  expect(lines).toContain('| scale-down, s | metric | desired | removed | settled | total |');
  // 150 s; 181.2, 196.2, 197.1 and 197.4 s.
  expect(lines).toContain('| 80 to 10/s | 31.2 | 15.0 | 0.9 | 0.3 | 47.4 |');
});

it('has the golden signals of each service', () => {
  const lines = markdown({ ...result('hpa-cpu'), services: twoServices }).split('\n');
  expect(lines).toContain(
    '| service | traffic | errors | p95 | CPU of the limit | waiting | replicas | reactionTime | reactionTimeDown |',
  );
  expect(lines).toContain(
    '| front | 40/s | 2.50 % | 250 ms | 50 % | 1.50 requests | 2 replicas | 16.50 s | over 30 s |',
  );
  expect(lines).toContain('| store | 120/s | unknown | unknown | unknown | unknown | unknown | – | – |');
  const mesh = { front: { ...twoServices['front']!, from: 'mesh' as const } };
  expect(markdown({ ...result('hpa-cpu'), services: mesh })).toContain('| in it |');
  expect(markdown(result('hpa-cpu'))).not.toContain('| service |');
});
