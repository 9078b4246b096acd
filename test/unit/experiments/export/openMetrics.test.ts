import { openMetrics } from '../../../../experiments/export/openMetrics';
import { analyse } from '../../../../experiments/slis';
import { twoServices } from '../../../fixtures/services';
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
  expect(text).not.toContain('testbed_reaction_seconds');
});

it('escapes what a label must not have', () => {
  const run = result('fixed');
  expect(openMetrics({ ...run, stack: 'a"b\\c\nd' })).toContain('stack="a\\"b\\\\c\\nd"');
});

describe('services and answers to the load', () => {
  const lines = openMetrics({ ...result('hpa-cpu'), services: twoServices }).split('\n');
  const own = `stack="${meta.stack}",run="${meta.id}",autoscaler="hpa-cpu",experiment="${spec.name}"`;

  it('are gauges with the service, the stage and the link as labels, in base units', () => {
    expect(lines).toContain(`testbed_service_rate{${own},service="front"} 40 ${time}`);
    expect(lines).toContain(`testbed_service_rate{${own},service="store"} 120 ${time}`);
    expect(lines).toContain(`testbed_service_error_share_ratio{${own},service="front"} 0.025 ${time}`);
    expect(lines).toContain(`testbed_service_latency_p95_seconds{${own},service="front"} 0.25 ${time}`);
    expect(lines).toContain(`testbed_service_reaction_seconds{${own},service="front",stage="2"} 16.5 ${time}`);
    expect(lines).toContain(
      `testbed_service_reaction_link_seconds{${own},service="front",stage="2",link="metric"} 16 ${time}`,
    );
    const [down] = lines.filter((line) => line.startsWith(`testbed_scale_down_seconds{${own},stage="3"} `));
    expect(Number(down?.split(' ').at(-2))).toBeCloseTo(47.4, 6);
    expect(lines.filter((line) => line.startsWith('testbed_scale_down_link_seconds{'))).toHaveLength(4);
  });

  it('leave out what is not known', () => {
    expect(lines.filter((line) => line.startsWith('testbed_service_latency_p95_seconds{'))).toHaveLength(1);
    expect(lines.join()).not.toContain('link="created"} NaN');
    expect(lines.join()).not.toContain('testbed_service_reaction_time_down');
  });

  it('are each said once what they are, with all their samples together', () => {
    const names = lines.flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []);
    expect(new Set(names).size).toBe(names.length);
    const order = lines.flatMap((line) => /^(\w+)\{/.exec(line)?.[1] ?? []);
    const runs = order.filter((name, index) => name !== order[index - 1]);
    expect(runs).toHaveLength(new Set(order).size);
  });
});
