import { openMetrics } from '../../../../experiments/export/openMetrics';
import { analyse } from '../../../../experiments/slis';
import { buildRecording, meta, spec, target } from '../../../fixtures/recording';

const result = (variant: 'hpa-cpu' | 'fixed') => analyse(buildRecording(variant), spec, target(variant), meta);
const time = Date.parse(meta.endedAt) / 1000;

it('has a gauge for each SLI, in base units', () => {
  const run = result('hpa-cpu');
  const lines = openMetrics(run).split('\n');
  const labels = `{stack="${meta.stack}",run="${meta.id}",autoscaler="hpa-cpu",experiment="${spec.name}"}`;
  const seconds = Number((run.slis['latencyP95']!.value! / 1000).toPrecision(15));
  expect(lines).toContain('# TYPE testbed_latency_p95_seconds gauge');
  expect(lines).toContain('# UNIT testbed_latency_p95_seconds seconds');
  expect(lines).toContain(`testbed_latency_p95_seconds${labels} ${seconds} ${time}`);
  expect(lines).toContain(`testbed_replicas_max${labels} 4 ${time}`);
  expect(lines.slice(-2)).toEqual(['# EOF', '']);
});

it('has the verdict as a state set, and nothing for what is not known', () => {
  const text = openMetrics(result('fixed'));
  expect(text).toMatch(/testbed_verdict\{.*testbed_verdict="fail"\} 1 /);
  expect(text).toMatch(/testbed_verdict\{.*testbed_verdict="pass"\} 0 /);
  expect(text).not.toContain('testbed_reaction_time');
});

it('escapes what a label must not have', () => {
  const run = result('fixed');
  expect(openMetrics({ ...run, stack: 'a"b\\c\nd' })).toContain('stack="a\\"b\\\\c\\nd"');
});
