import { junit } from '../../../../experiments/export/junit';
import { analyse } from '../../../../experiments/slis';
import type { Recording } from '../../../../experiments/types';
import { buildRecording, meta, spec, target } from '../../../fixtures/recording';

const result = (variant: 'hpa-cpu' | 'fixed', change: Partial<Recording> = {}) =>
  analyse(buildRecording(variant, change), spec, target(variant), meta);
const objectives = spec.slos.length;

it('has a case for each objective and one for the validity', () => {
  const text = junit(result('hpa-cpu'));
  expect(text).toContain(`tests="${objectives + 1}" failures="0" errors="0" skipped="0"`);
  expect(text).toContain(`<testsuite name="hpa-cpu on ${spec.name}"`);
  expect(text).toContain(`timestamp="${meta.startedAt}"`);
  expect(text.match(/<testcase [^>]*\/>/g)).toHaveLength(objectives + 1);
  expect(text).toContain('name="errorRate at most 15 %"/>');
});

it('has a failure for an objective that is missed', () => {
  const text = junit(result('fixed'));
  expect(text).toContain('name="reactionTime at most 60 s"><failure message="reactionTime is over 100 s"/></testcase>');
  expect(text).toContain('errors="0"');
});

it('has an error for an invalid run, whose objectives are neither met nor missed', () => {
  const text = junit(result('fixed', { problems: ['it "died" & went <away>\u0007'] }));
  expect(text).toContain(`failures="0" errors="1" skipped="${objectives}"`);
  expect(text).toContain('<error message="it &quot;died&quot; &amp; went &lt;away&gt;');
  expect(text).not.toContain('\u0007');
  expect(text.match(/<skipped /g)).toHaveLength(objectives);
});
